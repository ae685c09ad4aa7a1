// Tables of Markdown as the formatter writes them: padded, and with nothing in a cell that would end it.

/** @param rows of cells, the head the first; columns in which no row has anything are left out */
export function table(rows) {
  const [head, ...body] = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')))
  const columns = head.map((_, i) => i).filter((i) => body.some((row) => row[i] !== ''))
  const widths = columns.map((i) => Math.max(3, ...[head, ...body].map((row) => row[i].length)))
  const line = (row) => `| ${columns.map((i, n) => row[i].padEnd(widths[n])).join(' | ')} |`
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n')
}

export const code = (text) => `\`${text}\``

export const fenced = (text, language) => `\`\`\`${language}\n${text.trim()}\n\`\`\``

/** Sections with an empty line between them. */
export const page = (...parts) => `${parts.filter(Boolean).join('\n\n')}\n`

export const MADE = (from) => `<!-- Made by \`npm run reference\` from ${from}. -->`
