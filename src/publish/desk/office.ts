// What the operator's desk works with. The house fulfils it; the acts beside this file ask nothing else.
import type { Occasion, Publication, Publisher } from '../../charts/publish-edition.ts'
import type { ChartSpec } from '../../charts/spec.ts'
import type { WaitingRestatements } from '../../charts/waiting.ts'
import type { Event, SiteId } from '../../domain/event.ts'
import type { ItemId } from '../../domain/item.ts'
import type { Merge } from '../../domain/merge.ts'
import type { Archive } from '../archive.ts'

/** The catalogue, restatements and imports as an operator changes them. */
export interface Office extends Archive {
  readonly directory: string
  readonly waiting: WaitingRestatements
  append(events: readonly Event[]): Promise<void>
  declareMerge(site: SiteId, item: ItemId, merge: Merge): Promise<void>
  /** Publishes what came, and resolves when that is done. */
  catchUp(reason: string): Promise<{ readonly publications: readonly Publication[] }>
  /** Has what is brought in counted at once, and the restatements that it would make wait. */
  bringIn<T>(reason: string, bring: () => Promise<T>): Promise<T>
  withPublisher<T>(
    work: (publisher: Publisher, on: (spec: ChartSpec, reason: string) => Occasion) => Promise<T>,
  ): Promise<T>
}
