// `housecount charted`: in how many of the measured countries an item was on a chart.
import type { Command } from 'commander'
import { chartedAnswer } from '../publish/charted.ts'
import { command } from './command.ts'
import { print, printJson, table } from './output.ts'
import { itemNamed } from './title.ts'
import { type CommonFlags, withHouse } from './with-house.ts'

export const chartedCommand = (): Command =>
  command('charted', 'in how many of the measured countries an item, or anything below it, was on a chart', [
    'charted "Squid Game: Season 1"',
    'charted heartstopper-s1 --json',
  ])
    .argument('<item>', 'an id or an exact title')
    .action((wanted: string, flags: CommonFlags) =>
      withHouse(flags, async (house) => {
        const answer = await chartedAnswer(house, itemNamed(house, wanted))
        if (flags.json) return printJson(answer)
        print(`${answer.title}: on the chart in ${answer.charted} of ${answer.measured} countries`)
        if (answer.countries.length === 0) return
        const right = { align: 'right' as const }
        const columns = [
          { name: 'country' },
          { name: 'first' },
          { name: 'last' },
          { name: 'best', ...right },
          { name: 'weeks', ...right },
        ]
        const rows = answer.countries.map((each) => [
          each.name,
          each.first,
          each.last,
          String(each.bestRank),
          String(each.weeks),
        ])
        print(`\n${table(columns, rows)}`)
      }),
    )
