// The sections of the desk, in the order of its navigation. One more is one more line here.
import { AUDIT } from './audit-routes.ts'
import type { Section } from './desk.ts'
import { EVENTS } from './events-routes.ts'
import { OVERVIEW } from './overview-routes.ts'
import { SITES } from './sites-routes.ts'

export const SECTIONS: readonly Section[] = [
  OVERVIEW,
  EVENTS,
  SITES,
  AUDIT, // The last one.
]
