// `housecount title`: all that is known of one item.
import type { Command } from 'commander'
import type { House } from '../app.ts'
import type { ItemId } from '../domain/item.ts'
import { findItems, titleAnswer } from '../publish/titles.ts'
import { command } from './command.ts'
import { n, print, printJson, table } from './output.ts'
import { type CommonFlags, Misuse, NotFound, withHouse } from './with-house.ts'

export const titleCommand = (): Command =>
  command('title', 'the report of an item: totals, first 91 days, charts', [
    'title "Lupin: Part 2"',
    'title heartstopper-s1 --json',
  ])
    .argument('<item>', 'an id or an exact title')
    .action((wanted: string, flags: CommonFlags) =>
      withHouse(flags, async (house) => {
        const answer = await titleAnswer(house, itemNamed(house, wanted))
        if (flags.json) return printJson(answer)
        const { totals, first91Days, charted, charts } = answer
        print(`${answer.title} (${answer.kind ?? 'not in the catalogue'}, ${answer.item})\n`)
        const rows = [
          ['hours', n(totals.hours)],
          [answer.viewsBy === 'counted' ? 'views' : 'views (hours / running time)', n(totals.views)],
          ['starts', n(totals.starts)],
          ['viewer-days', n(totals.viewers)],
          ['sales', n(totals.sales)],
          ['opens', n(totals.opens)],
          ...(first91Days
            ? [
                [`first 91 days, hours${first91Days.complete ? '' : ' so far'}`, n(first91Days.hours)],
                [`first 91 days, views${first91Days.complete ? '' : ' so far'}`, n(first91Days.views)],
              ]
            : []),
          ['countries charted', `${charted.charted} of ${charted.measured}`],
        ]
        print(table([{ name: '' }, { name: '', align: 'right' }], rows).trimStart())
        for (const each of charts)
          print(`\n${each.title}: peak ${each.peakRank}, ${each.weeksOnChart} weeks, ${each.first} to ${each.last}`)
      }),
    )

/** An item by id or exact title. Several with that title are wrong use: which one has to be said. */
export function itemNamed(house: House, wanted: string): ItemId {
  const [only, ...others] = findItems(house, wanted)
  if (only === undefined) throw new NotFound(`no item of the catalogue has the id or the exact title "${wanted}"`)
  if (others.length > 0)
    throw new Misuse(`several items are titled "${wanted}"; name one by its id: ${[only, ...others].join(', ')}`)
  return only
}
