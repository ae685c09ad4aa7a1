// What came in lately as bars, one for each slot of time: what was stored, and anything else on top of it.
import type { Slot } from '../../collect/tally.ts'
import { exact } from '../numbers.ts'

const WIDTH = 960
const HEIGHT = 96
const GAP = 1.5

export function RateFigure({ slots }: { slots: readonly Slot[] }) {
  const most = Math.max(1, ...slots.map(({ stored, others }) => stored + others))
  const step = WIDTH / slots.length
  const all = slots.reduce((sum, { stored, others }) => sum + stored + others, 0)
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${exact(all)} events in all, at most ${exact(most)} in one bar`}
    >
      {slots.flatMap(({ stored, others }, index) => {
        const [low, high] = [(stored / most) * HEIGHT, (others / most) * HEIGHT]
        const bar = { x: rounded(index * step), width: rounded(step - GAP) }
        return [
          stored > 0 && <rect class="stored" {...bar} y={rounded(HEIGHT - low)} height={rounded(low)} />,
          others > 0 && <rect class="others" {...bar} y={rounded(HEIGHT - low - high)} height={rounded(high)} />,
        ]
      })}
    </svg>
  )
}

const rounded = (value: number): number => Math.round(value * 100) / 100
