// How the house does, at a glance.
import { documentOf } from '../layout.tsx'
import type { Frame } from './desk.ts'
import { Sheet } from './sheet.tsx'

export const overviewPage = ({ frame }: { frame: Frame }): string =>
  documentOf(<Sheet frame={frame} title="Overview" />)
