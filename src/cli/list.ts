// `housecount list`: a list as it is now.

import type { Command } from 'commander'
import { COUNTED_MEASURES } from '../domain/measure.ts'
import type { ListAnswer } from '../publish/counter-answer.ts'
import { parseAsked } from '../publish/list-routes.ts'
import { parseList } from '../publish/list-spec.ts'
import { listAnswer } from '../publish/lists.ts'
import { command } from './command.ts'
import { print, printJson, table } from './output.ts'
import { type CommonFlags, misuse, withHouse } from './with-house.ts'

interface Flags extends CommonFlags {
  readonly limit?: string
  readonly kind?: string
  readonly measure?: string
  readonly days?: string
}

export const listCommand = (): Command =>
  command('list', 'a list as it is now: top, latest, trending, best-sellers, top-rated, most-helpful, questions', [
    'list latest --kind article',
    'list top --measure hours --days 7',
    'list trending --limit 5 --json',
  ])
    .argument('<name>', 'one of those, or one of housecount.config.ts')
    .option('--limit <number>', 'so many lines at most')
    .option('--kind <kind>', 'items of this kind alone')
    .option('--measure <measure>', `of top: ${COUNTED_MEASURES.join(', ')}`)
    .option('--days <number>', 'of top: the last so many UTC days; left out: all time')
    .action((name: string, flags: Flags) =>
      withHouse(flags, async (house, { lists }) => {
        const spec = parseList(lists, 'list', name)
        if (!spec.ok) throw misuse(spec.problems)
        const asked = parseAsked(spec.value, flags)
        if (!asked.ok) throw misuse(asked.problems)
        const answer = await listAnswer(house, asked.value)
        if (flags.json) printJson(answer)
        else print(listText(answer))
      }),
    )

function listText({ list, lines }: ListAnswer): string {
  const rows = lines.map(({ rank, title, kind, text }) => [String(rank), title, kind ?? '', text])
  const columns = [{ name: '', align: 'right' as const }, { name: 'title' }, { name: 'kind' }, { name: '' }]
  return `${list.title}\n\n${lines.length > 0 ? table(columns, rows) : 'nothing yet'}\n\n${list.rule}`
}
