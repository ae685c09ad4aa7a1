// What the columns of the downloads mean, as a page: the same list as `GET /v1/columns`, in the reader's words.
import { COLUMNS, TABLES } from '../publish/columns.ts'
import { documentOf, Layout } from './layout.tsx'
import type { Voice } from './voice.ts'

const TABLE_NAMES = Object.keys(TABLES) as (keyof typeof TABLES)[]

/** The page of `/columns`. */
export function columnsPage(voice: Voice): string {
  const { pages, rules } = voice.words
  const { columns: words } = pages
  return documentOf(
    <Layout voice={voice} title={words.title} address={(links) => links.columns}>
      <header class="playbill">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
      </header>
      {TABLE_NAMES.map((name) => (
        <section aria-labelledby={name}>
          <h2 id={name}>{rules.tableNames[name]}</h2>
          <p>{withCode(rules.tables[name])}</p>
          <dl class="glossary">
            {TABLES[name].columns.map((column) => (
              <div>
                <dt>
                  <Code text={column} />
                </dt>
                <dd>
                  {withCode(rules.columns[column])} <small>{rules.columnTypes[COLUMNS[column].type]}</small>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Layout>,
  )
}

/** What stands between backticks is code. */
const withCode = (text: string) => text.split('`').map((part, index) => (index % 2 === 1 ? <Code text={part} /> : part))

/** Long names may be broken behind what joins their words. */
const Code = ({ text }: { readonly text: string }) => (
  <code dir="ltr">
    {text.split(/(?<=[_/])/).map((part, index) => (
      <>
        {index > 0 && <wbr />}
        {part}
      </>
    ))}
  </code>
)
