// What the columns of the downloads mean, as a page: the same list as `GET /v1/columns`.
import { COLUMNS, type ColumnName, TABLES } from '../publish/columns.ts'
import { documentOf, Layout } from './layout.tsx'
import { linksFrom } from './links.ts'

/** The page of `/columns`. */
export function columnsPage(origin = '', language = 'en'): string {
  const links = linksFrom(origin)
  return documentOf(
    <Layout title="Columns of the downloads" language={language} links={links} canonical={links.columns}>
      <header class="playbill">
        <h1>Columns of the downloads</h1>
        <p class="lead">A cell is empty where nothing is known; in JSON and Parquet it is null.</p>
      </header>
      {Object.entries(TABLES).map(([name, { says, columns }]) => (
        <section aria-labelledby={name}>
          <h2 id={name}>{name}</h2>
          <p>{withCode(says)}</p>
          <dl>
            {columns.map((column: ColumnName) => (
              <>
                <dt>
                  <Code text={column} />
                </dt>
                <dd>
                  {withCode(COLUMNS[column].says)} <small>{COLUMNS[column].type}</small>
                </dd>
              </>
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
  <code>
    {text.split(/(?<=[_/])/).map((part, index) => (
      <>
        {index > 0 && <wbr />}
        {part}
      </>
    ))}
  </code>
)
