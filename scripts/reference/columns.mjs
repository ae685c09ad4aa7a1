// docs/reference/columns.md: a table for each kind of download, from the columns that the writers use.
import { COLUMNS, TABLES } from '../../dist/publish/columns.js'
import { code, MADE, page, table } from './markdown.mjs'

export const columnsText = () =>
  page(
    MADE('the columns that the writers use'),
    '# The columns of the downloads',
    `Every table comes as \`.tsv\`, \`.csv\`, \`.json\`, \`.xlsx\` and \`.parquet\`. Text is UTF-8. A cell is empty where nothing is
known: an empty field, \`null\` in JSON and Parquet. Types: text; date, YYYY-MM-DD; whole, a whole number; decimal, with at
most four places; yes-no, \`true\` or \`false\`. The JSON of an edition, of an item and of its countries is the API's own
answer, which says more. \`GET /v1/columns\` says the same. The three files in Netflix's own layout are
at \`GET /v1/exports/netflix-top10/{file}\`.`,
    ...Object.entries(TABLES).flatMap(([name, { says, columns }]) => [
      `## ${name}`,
      says,
      table([
        ['column', 'type', 'what it says'],
        ...columns.map((column) => [code(column), COLUMNS[column].type, COLUMNS[column].says]),
      ]),
    ]),
  )
