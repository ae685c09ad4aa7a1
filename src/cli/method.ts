// `housecount method`: by which rule a chart is counted.
import type { Command } from 'commander'
import { equation } from '../domain/bucket.ts'
import { methodAnswer } from '../publish/methods.ts'
import { command } from './command.ts'
import { n, print, printJson } from './output.ts'
import { type CommonFlags, chartNamed, withHouse } from './with-house.ts'

export const methodCommand = (): Command =>
  command('method', 'by which rule a chart is counted', ['method tv-english'])
    .argument('<chart>', 'the id of a chart')
    .action((name: string, flags: CommonFlags) =>
      withHouse(flags, async (house) => {
        const answer = await methodAnswer(house, chartNamed(house, name))
        if (flags.json) return printJson(answer)
        print(`${answer.chart.title} (${answer.chart.id})\n`)
        for (const method of answer.methods)
          print(`rule ${method.version}${method.from ? ` from ${method.from}` : ''}: ${method.words}`)
        print(`ties: ${answer.ties}\nwindow: ${answer.window}\nregions: ${answer.regions}`)
        for (const { rule, from, words } of answer.counting.views)
          print(`views by ${rule}${from ? ` from ${from}` : ''}: ${words}`)
        print(`invalid traffic by list ${answer.counting.list}`)
        const { latest } = answer
        if (!latest) return print('books: there is no edition yet')
        print(`books of ${latest.regionName} ${latest.week} (${latest.state}): ${equation(latest.books, n)}`)
      }),
    )
