// Works over HTTP: those of a tag, and those of a creator. They are what they are for as long as the counters are.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Archive } from './archive.ts'
import type { AskCounters } from './counter-answer.ts'
import { answerFresh, OPEN, type ProblemReply } from './public-answer.ts'
import { findWorks, WORKS_BY, worksAnswer } from './works.ts'

const EXAMPLES = { tag: 'drama', creator: 'Ines Okafor' } as const

/** `/v1/tags/{tag}` and `/v1/creators/{creator}`. */
export function worksRoutes(archive: Archive, counters: AskCounters, reply: ProblemReply): OpenAPIHono {
  const app = new OpenAPIHono()
  for (const by of WORKS_BY) {
    app.openAPIRegistry.registerPath(
      createRoute({
        method: 'get',
        path: `/v1/${by}s/{${by}}`,
        summary: by === 'tag' ? 'All that bears a tag' : 'All that a creator made',
        request: { params: z.object({ [by]: z.string().openapi({ example: EXAMPLES[by] }) }) },
        responses: {
          200: {
            description: 'The counter of all of it, and each work with its own',
            content: { 'application/json': { schema: worksAnswer } },
          },
        },
      }),
    )
    app.get(`/v1/${by}s/:name`, (c) =>
      answerFresh(c, archive, reply, async () => {
        const works = await findWorks(archive, counters, by, c.req.param('name'))
        return works.ok ? JSON.stringify(works.value) : reply(c, 404, `No such ${by}`, works.problems, OPEN)
      }),
    )
  }
  return app
}
