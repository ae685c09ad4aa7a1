// The sections of the desk, in the order of its navigation. One more is one more line here.
import { AUDIT } from './audit-routes.ts'
import type { Section } from './desk.ts'
import { OVERVIEW } from './overview-routes.ts'

export const SECTIONS: readonly Section[] = [
  //
  OVERVIEW,
  AUDIT,
]
