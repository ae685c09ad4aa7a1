// The same edition in the order of another of its measures: the lines move, their ranks stay.
import type { EditionAnswer, EditionLine } from '../publish/answers.ts'
import type { EditionPlace } from './links.ts'
import type { Voice } from './voice.ts'

/** What the lines of an edition may be put in the order of, besides their rank. */
export const ORDERS = ['views', 'hours', 'viewers', 'sales', 'opens'] as const
export type Order = (typeof ORDERS)[number]

/** The orders that are not that of the ranks. */
const ordersOf = ({ rows, method }: EditionAnswer): readonly Order[] =>
  ORDERS.filter((key) => key !== method.measure && rows.some((line) => line[key] !== undefined))

/** What was asked for, where the edition has it. */
export const orderIn = (edition: EditionAnswer, asked: string | undefined): Order | undefined =>
  ordersOf(edition).find((key) => key === asked)

/** The highest first; equal ones by rank, and what has none last. */
export const inOrder = (rows: readonly EditionLine[], by: Order | undefined): EditionLine[] =>
  by === undefined ? [...rows] : [...rows].sort((a, b) => (b[by] ?? -1) - (a[by] ?? -1) || a.rank - b.rank)

interface PickerProps {
  readonly edition: EditionAnswer
  readonly here: EditionPlace
  readonly by: Order | undefined
  readonly voice: Voice
}

export function OrderPicker({ edition, here, by, voice }: PickerProps) {
  const { words, links } = voice
  const orders = ordersOf(edition)
  if (orders.length === 0) return null
  const current = (order: Order | undefined) => (order === by ? 'true' : undefined)
  return (
    <nav class="order" aria-label={words.front.order.label}>
      <span class="label">{words.front.order.label}</span>
      <ul>
        <li>
          <a href={links.edition(here)} aria-current={current(undefined)}>
            {words.front.order.rank}
          </a>
        </li>
        {orders.map((order) => (
          <li>
            <a href={links.edition({ ...here, by: order })} aria-current={current(order)}>
              {words.measures[order]}
            </a>
          </li>
        ))}
      </ul>
      {by && <small>{words.front.order.note}</small>}
    </nav>
  )
}
