// The rules of the house, executed over its source. `violations` is a pure function from files to sentences, so that
// the checker is tested as well: each rule must find what is planted for it.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'

type Files = ReadonlyMap<string, string>

/** Folders of src/ from the bottom up; an import points into the same folder or a lower one. */
const LAYERS = [
  ['domain'],
  ['log'],
  ['store'],
  ['fold'],
  ['charts'],
  ['collect'],
  // Beside collect/ in the design: it sends itself events through the same admission, and collect/ knows nothing of it.
  ['demo'],
  ['publish'],
  ['web'],
  ['cli'],
  // app.ts, config.ts, data-directory.ts, index.ts, declarations.ts, loop.ts, server.ts, turn.ts and workers.ts.
  [''],
]

/** Downward, and still not allowed: a page and a command ask the same function as the API does. */
const NEVER: Readonly<Record<string, readonly string[]>> = { web: ['log', 'store'], cli: ['log', 'store'] }

/** Imports that point up, each with its reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'cli -> app.ts': 'a command opens the house',
  'cli -> data-directory.ts': 'a command that opens no house is told which directories are ours',
  'cli -> config.ts': 'a command reads its flags with the environment and the configuration file',
  'cli -> server.ts': 'the commands serve and demo start the server',
}

/** Packages that a folder may import; Node's own modules are free. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  domain: ['i18n-iso-countries', 'temporal-polyfill', 'zod'],
  log: [],
  store: ['@clickhouse/client', 'chdb'],
  fold: [],
  charts: ['zod'],
  collect: ['@hono/node-server', '@hono/zod-openapi', 'hono', 'isbot', 'read-excel-file', 'zod'],
  demo: [],
  publish: ['@hono/zod-openapi', 'csv-stringify', 'hono', 'write-excel-file'],
  web: ['badge-maker', 'd3-scale', 'd3-shape', 'hono', 'uuidv7'],
  cli: ['cli-progress', 'commander', 'string-width'],
  '': ['@hono/node-server', '@hono/zod-openapi', 'c12', 'hono', 'uuidv7', 'zod'],
}

/** Packages that are in what browsers get, and needed for building alone. */
const BUNDLED = ['lit']

const PURE = ['domain', 'fold', 'charts']
const FORBIDDEN_NAMES = ['utils', 'util', 'helpers', 'helper', 'common', 'types', 'misc']
const LINES_MAX = 400

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.[a-z0-9]+$/
const KEBAB_FOLDER = /^[a-z0-9]+(-[a-z0-9]+)*$/
const CODE = /\.(ts|tsx|js)$/
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)
const isForBrowsers = (path: string): boolean => path.startsWith('src/web/elements/')
const isCode = (path: string): boolean => CODE.test(path)

/** `collect` of `src/collect/netflix-top10/read.ts`; empty for the files of src/ itself. */
const folderOf = (path: string): string => (path.split('/').length > 2 ? (path.split('/')[1] ?? '') : '')
const levelOf = (folder: string): number => LAYERS.findIndex((layer) => layer.includes(folder))

/** What a file imports, statically or not, and the files that it reads beside itself. */
function importsOf(text: string): string[] {
  const found = [
    ...text.matchAll(/^(?:import|export)\b[^'"]*?\bfrom\s+['"]([^'"]+)['"]/gm),
    ...text.matchAll(/^import\s+['"]([^'"]+)['"]/gm),
    ...text.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]/g),
    ...text.matchAll(/['"](\.\.?\/[^'"]+\.sql)['"]/g),
  ]
  return found.map((match) => match[1] ?? '')
}

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

function directionOf(path: string, target: string): string[] {
  // What only tests need may lie in test/, also for those that stand beside the source.
  if (path.includes('.test.') && target.startsWith('test/')) return []
  const [from, to] = [folderOf(path), folderOf(target)]
  if (levelOf(to) < 0) return [`${path} imports ${target}, which is in no layer`]
  if (NEVER[from]?.includes(to)) return [`${path} imports ${target}: ${from}/ never calls ${to}/`]
  if (from === to || levelOf(to) < levelOf(from)) return []
  return `${from} -> ${target.slice('src/'.length)}` in EXCEPTIONS
    ? []
    : [`${path} imports ${target}, which is above it`]
}

function importViolations(path: string, text: string): string[] {
  return importsOf(text).flatMap((name) => {
    if (name.startsWith('.')) return directionOf(path, posix.join(posix.dirname(path), name))
    if (name.startsWith('node:') || isTest(path)) return []
    const allowed = [...(PACKAGES[folderOf(path)] ?? []), ...(isForBrowsers(path) ? BUNDLED : [])].includes(
      packageOf(name),
    )
    return allowed ? [] : [`${path} imports the package ${packageOf(name)}`]
  })
}

function purityViolations(path: string, text: string): string[] {
  if (isTest(path)) return []
  const found: string[] = []
  if (/\bprocess\s*\.\s*env\b/.test(text) && path !== 'src/config.ts') found.push(`${path} reads process.env`)
  if (PURE.includes(folderOf(path)))
    for (const [call] of text.matchAll(/\b(?:Date\.now|Math\.random)\(|\bnew Date\(\)/g))
      found.push(`${path} calls ${call}`)
  return found
}

function nameViolations(path: string): string[] {
  const folders = path.split('/')
  const file = folders.pop() ?? ''
  const wrong = folders.filter((folder) => !KEBAB_FOLDER.test(folder))
  if (!KEBAB.test(file)) wrong.push(file)
  const vague = [...folders, file.replace(/\..*$/, '')].filter((name) => FORBIDDEN_NAMES.includes(name))
  return [
    ...wrong.map((name) => `${path}: ${name} is not in kebab-case`),
    ...vague.map((name) => `${path}: ${name} says nothing; a helper lives with the noun it serves`),
  ]
}

/** A statement that no module names is dead. `sql('totals')` and `['totals'].map(sql)` name `totals.sql` beside them. */
function deadSql(files: Files): string[] {
  const named = new Set<string>()
  for (const [path, text] of files) {
    if (!isCode(path) || isTest(path)) continue
    const here = posix.dirname(path)
    for (const name of importsOf(text)) if (name.endsWith('.sql')) named.add(posix.join(here, name))
    const lists = [...text.matchAll(/\[([^\]]*)\]\.map\(sql\)|\bsql\(('[^']+')\)/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    )
    for (const [, name] of lists.join().matchAll(/'([^']+)'/g)) named.add(posix.join(here, `${name}.sql`))
  }
  return [...files.keys()]
    .filter((path) => path.endsWith('.sql') && !named.has(path))
    .map((path) => `${path} is named by no module`)
}

function violations(files: Files): string[] {
  const found = deadSql(files)
  for (const [path, text] of files) {
    found.push(...nameViolations(path))
    const lines = text.split('\n').length - 1
    if (lines > LINES_MAX) found.push(`${path} has ${lines} lines, more than ${LINES_MAX}`)
    if (isCode(path) && path.startsWith('src/'))
      found.push(...importViolations(path, text), ...purityViolations(path, text))
  }
  return found
}

const ROOT = join(import.meta.dirname, '..')

function filesIn(folder: string): Files {
  const names = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
  const paths = names.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
  return new Map(
    paths
      .map((path) => [path.slice(ROOT.length + 1), readFileSync(path, 'utf8')] as const)
      .filter(([path]) => !path.includes('/fixtures/') && !path.includes('/golden/')),
  )
}

describe('the house', () => {
  const source = filesIn('src')

  test('is read whole: every layer is there', () => {
    expect(new Set([...source.keys()].map(folderOf))).toEqual(new Set(LAYERS.flat()))
  })

  test('keeps its rules', () => {
    expect(violations(source)).toEqual([])
  })

  test('keeps its names and sizes in its tests too', () => {
    expect(violations(filesIn('test'))).toEqual([])
  })

  test('needs each of its exceptions', () => {
    const used = [...source].flatMap(([path, text]) =>
      importsOf(text).map(
        (name) => `${folderOf(path)} -> ${posix.join(posix.dirname(path), name).slice('src/'.length)}`,
      ),
    )
    for (const exception of Object.keys(EXCEPTIONS)) expect(used).toContain(exception)
  })

  test('lists every package of package.json, and no other', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    for (const name of BUNDLED) expect(devDependencies).toHaveProperty(name)
    expect(Object.keys(dependencies).sort()).toEqual([...new Set(Object.values(PACKAGES).flat())].sort())
  })
})

describe('the checker', () => {
  const found = (path: string, text: string) => violations(new Map([[path, text]]))

  test.each([
    [
      'an import from above',
      'src/log/read.ts',
      "import { fold } from '../fold/run.ts'",
      'src/fold/run.ts, which is above',
    ],
    ['a type from above', 'src/domain/x.ts', "import type { A } from '../app.ts'", 'src/app.ts, which is above'],
    ['one over several lines', 'src/fold/x.ts', "import {\n  a,\n  type B,\n} from '../web/x.tsx'", 'src/web/x.tsx'],
    [
      'the demo in what it sends to',
      'src/collect/x.ts',
      "import { a } from '../demo/fill.ts'",
      'src/demo/fill.ts, which is above',
    ],
    ['one from a deeper folder', 'src/collect/a/b.ts', "import { a } from '../../publish/x.ts'", 'src/publish/x.ts'],
    ['a re-export', 'src/domain/x.ts', "export { a } from '../log/read.ts'", 'src/log/read.ts'],
    ['a bare import', 'src/domain/x.ts', "import '../log/read.ts'", 'src/log/read.ts'],
    ['a late import', 'src/domain/x.ts', "const a = await import('../log/read.ts')", 'src/log/read.ts'],
    ['a statement from above', 'src/store/x.ts', "sqlFile(url, '../fold/run.sql')", 'src/fold/run.sql'],
    ['a page that asks the store', 'src/web/x.tsx', "import { a } from '../store/store.ts'", 'never calls store/'],
    ['a command that asks the log', 'src/cli/x.ts', "import { a } from '../log/read.ts'", 'never calls log/'],
    ['a folder of no layer', 'src/cli/x.ts', "import { a } from '../extra/read.ts'", 'in no layer'],
    ['a package that is not allowed', 'src/log/x.ts', "import { z } from 'zod'", 'the package zod'],
    ['a part of a package', 'src/log/x.ts', "import { a } from '@hono/node-server/serve'", 'package @hono/node-server'],
    ['a package for browsers elsewhere', 'src/web/x.ts', "import { css } from 'lit'", 'the package lit'],
    ['the environment', 'src/cli/x.ts', 'const home = process.env.HOME', 'reads process.env'],
    ['a clock', 'src/domain/x.ts', 'const now = Date.now()', 'calls Date.now('],
    ['a clock in another form', 'src/charts/x.ts', 'const now = new Date()', 'calls new Date()'],
    ['chance', 'src/fold/x.ts', 'const a = Math.random()', 'calls Math.random('],
    ['a file that is too long', 'src/log/x.ts', '\n'.repeat(401), '401 lines'],
    ['a name in camel case', 'src/log/readAll.ts', '', 'readAll.ts is not in kebab-case'],
    ['a folder in capitals', 'src/log/Deep/x.ts', '', 'Deep is not in kebab-case'],
    ['a folder of helpers', 'src/web/utils/x.ts', '', 'utils says nothing'],
    ['a file of types', 'src/web/types.ts', '', 'types says nothing'],
    ['a statement that nobody names', 'src/fold/old.sql', 'SELECT 1', 'named by no module'],
  ])('finds %s', (_, path, text, sentence) => {
    expect(found(path, text)).toEqual([expect.stringContaining(sentence)])
  })

  test.each([
    ['an import from below', 'src/web/x.ts', "import { a } from '../domain/x.ts'"],
    ['an import of its own folder', 'src/log/x.ts', "import { a } from './y.ts'"],
    ['a command that opens the house', 'src/cli/x.ts', "import { House } from '../app.ts'"],
    ["Node's own modules", 'src/log/x.ts', "import { join } from 'node:path'"],
    ['what is bundled for browsers', 'src/web/elements/x.ts', "import { css } from 'lit'"],
    ['an allowed package', 'src/publish/x.ts', "import { a } from 'csv-stringify/sync'"],
    ['the environment in its place', 'src/config.ts', 'const env = process.env'],
    ['a clock outside of the pure folders', 'src/cli/x.ts', 'const now = Date.now()'],
    ['a test that makes up a time', 'src/domain/x.test.ts', "import { test } from 'vitest'\nDate.now()"],
    ['400 lines', 'src/log/x.ts', '\n'.repeat(400)],
  ])('lets %s pass', (_, path, text) => {
    expect(found(path, text)).toEqual([])
  })

  test('knows a statement by its path, by its short name and in a list', () => {
    const files = new Map([
      ['src/fold/a.sql', ''],
      ['src/fold/b.sql', ''],
      ['src/charts/x.ts', "sqlFile(import.meta.url, '../fold/a.sql')"],
      ['src/fold/c.sql', ''],
      ['src/fold/d.sql', ''],
      ['src/fold/y.ts', "const B = sql('b')\nconst OTHERS = ['c', 'd'].map(sql)"],
    ])
    expect(violations(files)).toEqual([])
  })
})
