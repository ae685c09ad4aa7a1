// docs/reference/config.md: what housecount.config.ts may hold, from the schemas that check it.
import { readFileSync } from 'node:fs'
import { specSchema } from '../../dist/charts/spec.js'
import { configSchema } from '../../dist/config.js'
import { countingSchema } from '../../dist/domain/counting.js'
import { listSchema } from '../../dist/publish/list-spec.js'
import { fieldsTable } from './fields.mjs'
import { code, MADE, page, table } from './markdown.mjs'

const sourceOf = (path) => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8')

export function configText() {
  const config = sourceOf('config.ts')
  return page(
    MADE('the schemas that check it'),
    '# Configuration',
    `A file \`housecount.config.ts\` (or \`.js\`, \`.mjs\`, \`.json\`) in the directory in which a command is run. Flags come first,
then the environment, then this file, then the defaults. A field that is not known, or not allowed, is refused with a
sentence that says what is.`,
    `\`defineConfig\` of \`housecount\` checks it while you write. \`*\` stands for a name of your own, \`[]\` for each of a list.`,
    fieldsTable(configSchema, config + sourceOf('publish/reaction-rule.ts')),
    '## The environment',
    table([['variable', 'instead of'], ...variablesIn(config)]),
    '## A chart',
    'One of `charts`. It is kept in the log: a chart that is left out here again stays as it was.',
    fieldsTable(specSchema, sourceOf('charts/spec.ts')),
    '## A list',
    'One of `lists`.',
    fieldsTable(listSchema, sourceOf('publish/list-spec.ts')),
    '## How a site counts',
    'The value of `counting`, by site. What the rules are: [by which rule](../explanation.md#by-which-rule).',
    fieldsTable(countingSchema.omit({ site: true }), sourceOf('domain/counting.ts')),
  )
}

/** `HOUSECOUNT_CLICKHOUSE_URL` stands for `clickhouseUrl`. */
function variablesIn(source) {
  const names = [...new Set([...source.matchAll(/env\.(HOUSECOUNT_\w+)/g)].map(([, name]) => name))]
  return names.map((name) => {
    const field = name
      .slice('HOUSECOUNT_'.length)
      .toLowerCase()
      .replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
    return [code(name), code(field)]
  })
}
