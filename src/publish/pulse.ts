// A quick answer to whether the house is open: what a supervisor asks every few seconds. Collecting needs the log
// alone, so a store that is silent is told and is no reason to start the process anew.
import { setTimeout as sleep } from 'node:timers/promises'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { sqlFile } from '../store/store.ts'
import type { Archive } from './archive.ts'

const PULSE = sqlFile(import.meta.url, './pulse.sql')

/** A store that is at work on something long is silent for that time. */
const PULSE_MS_MAX = 1000

const placeAnswer = z.object({ segment: z.int(), offset: z.int() })
type Place = z.infer<typeof placeAnswer>

const pulseAnswer = z
  .object({
    ok: z.boolean(),
    log: placeAnswer.openapi({ description: 'How far the log goes.' }),
    loaded: placeAnswer.openapi({ description: 'How far the store has loaded it.' }),
    store: z.enum(['answers', 'silent']),
    charts: z.int(),
  })
  .openapi('Pulse')

export interface Living extends Archive {
  /** The data directory. */
  readonly directory: string
  readonly logged: Place
  readonly loaded: Place
  /** Whether the log may hold events that are not counted. */
  readonly isBehind: boolean
}

export function pulseRoutes(house: Living): OpenAPIHono {
  const app = new OpenAPIHono()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/healthz',
      summary: 'Is the house open?',
      responses: { 200: { description: 'It is', content: { 'application/json': { schema: pulseAnswer } } } },
    }),
    async (c) => {
      const { logged: log, loaded, charts } = house
      return c.json({ ok: true, log, loaded, store: await storePulse(house), charts: charts.length }, 200)
    },
  )
  return app
}

/** Whether the store answers within a second. */
export function storePulse({ store }: Archive): Promise<'answers' | 'silent'> {
  const silent = sleep(PULSE_MS_MAX, 'silent' as const, { ref: false })
  return Promise.race([store.rows(PULSE).then(() => 'answers' as const), silent]).catch(() => 'silent' as const)
}
