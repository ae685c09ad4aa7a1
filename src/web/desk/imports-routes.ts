// Imports: `/desk/imports`. Lines are pasted or uploaded, and each is told what became of it. What is larger than a form
// may be is imported on the command line.
import { Hono } from 'hono'
import { pastImports } from '../../collect/import-record.ts'
import { sentence } from '../../domain/problem.ts'
import { bringLines } from '../../publish/desk/imports.ts'
import type { Desk, DeskEnv, Section } from './desk.ts'
import { doing } from './doing.ts'
import { type BroughtView, broughtPage, importsPage } from './imports-page.tsx'
import { siteNamed, sitesFor } from './site-choice.tsx'

export const IMPORT_BYTES_MAX = 16 * 1024 * 1024

function importsRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  const { house, collector } = desk

  app.get('/', async (c) => {
    const past = await pastImports(house.directory)
    const sites = sitesFor(desk)
    return c.html(importsPage({ frame: c.get('frame'), sites, site: siteNamed(desk, c.req.query('site')), past }))
  })

  app.post('/', async (c) => {
    const form = c.get('form')
    const file = form.get('file')
    const isFile = file instanceof File && file.size > 0
    const pasted = String(form.get('lines') ?? '')
    const site = siteNamed(desk, String(form.get('site') ?? ''))
    const reason = String(form.get('reason') ?? '')
    const lines = {
      site,
      form: form.get('form') === 'items' ? ('items' as const) : ('events' as const),
      name: isFile ? file.name : 'pasted',
      bytes: isFile ? new Uint8Array(await file.arrayBuffer()) : Buffer.from(pasted),
      reason,
      pepper: collector.keys.pepper,
    }
    const brought = await doing(c, desk, 'import', `${site}: ${lines.name}`, () => bringLines(house, lines))
    if (!brought.ok) {
      const view = { frame: c.get('frame'), sites: sitesFor(desk), site, past: await pastImports(house.directory) }
      return c.html(
        importsPage({ ...view, problems: brought.problems.map(sentence), typed: { lines: pasted, reason } }),
        400,
      )
    }
    const { name, read, stored, rejected } = brought.value
    await desk.audit.note({
      operator: c.get('session').operator.name,
      act: 'import',
      on: `${site}: ${name}`,
      detail: `${read} lines, ${stored} stored, ${rejected} rejected: ${brought.value.reason}`,
    })
    const view: BroughtView = { frame: c.get('frame'), brought: brought.value, waiting: house.waiting.all }
    return c.html(broughtPage(view))
  })
  return app
}

export const IMPORTS: Section = {
  path: '/desk/imports',
  title: 'Imports',
  routes: importsRoutes,
  bodyBytesMax: IMPORT_BYTES_MAX,
}
