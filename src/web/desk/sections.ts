// The sections of the desk, in the order of its navigation. One more is one more line here.
import { AUDIT } from './audit-routes.ts'
import { CATALOGUE } from './catalogue-routes.ts'
import type { Section } from './desk.ts'
import { EDITIONS } from './editions-routes.ts'
import { EVENTS } from './events-routes.ts'
import { IMPORTS } from './imports-routes.ts'
import { OVERVIEW } from './overview-routes.ts'
import { SETTINGS } from './settings-routes.ts'
import { SITES } from './sites-routes.ts'
import { TRAFFIC } from './traffic-routes.ts'

export const SECTIONS: readonly Section[] = [
  OVERVIEW,
  EVENTS,
  SITES,
  CATALOGUE,
  IMPORTS,
  EDITIONS,
  TRAFFIC,
  SETTINGS,
  AUDIT, // The last one.
]
