// `housecount rebuild`: drops the store and makes it anew from the log.
import type { Command } from 'commander'
import { readSettings } from '../config.ts'
import { dropStore } from '../data-directory.ts'
import { command } from './command.ts'
import { n, print, printJson } from './output.ts'
import { type CommonFlags, withHouse } from './with-house.ts'

export const rebuildCommand = (): Command =>
  command('rebuild', 'drop the store and make it anew from the log; published editions stay', ['rebuild']).action(
    async (flags: CommonFlags) => {
      const { data } = await readSettings({ data: flags.data })
      await dropStore(data)
      const answer = await withHouse(
        { ...flags, data },
        async (_house, _settings, { loaded, folded, publications }) => ({
          loaded,
          folded,
          windows: publications.reduce((sum, each) => sum + each.windows, 0),
          editions: publications.reduce((sum, each) => sum + each.editions, 0),
        }),
        { reason: 'counted again from the log' },
      )
      if (flags.json) return printJson(answer)
      print(
        `${n(answer.loaded)} events loaded, ${n(answer.folded)} folded, ${n(answer.windows)} windows ranked again; ${n(answer.editions)} editions differ from those published before`,
      )
    },
  )
