// A world map: every country is a shape, and those that are told of are filled by how high they stand. Small countries
// are dots. What it shows, and the way to each country, stands in a table beside it.
import type { Links } from './links.ts'
import type { Voice } from './voice.ts'
import { worldHref, worldMap } from './world-map.ts'

export interface MapPlace {
  readonly country: string
  /** What a reader is told of it: its name, and what it shows. */
  readonly label: string
  /** 1 is the strongest; `rest` is drawn like those that are not told of. */
  readonly level: 1 | 2 | 3 | 'rest'
}

interface MapProps {
  readonly places: readonly MapPlace[]
  /** What the map shows, for those who do not see it. */
  readonly label: string
  readonly links: Links
}

const CODES = [...Object.keys(worldMap.outlines), ...Object.keys(worldMap.dots)]

export function MapFigure({ places, label, links }: MapProps) {
  const told = new Set(places.map(({ country }) => country))
  const picture = links.asset(worldHref)
  const shape = (code: string) => <use href={`${picture}#${code}`} />
  return (
    <svg class="map" viewBox={`0 0 ${worldMap.width} ${worldMap.height}`} role="img" aria-label={label}>
      <g class="rest">{CODES.filter((code) => !told.has(code)).map(shape)}</g>
      {places.map(({ country, label: words, level }) => (
        <g class={level === 'rest' ? level : `level-${level}`}>
          <title>{words}</title>
          {shape(country)}
        </g>
      ))}
    </svg>
  )
}

/** How high a best rank is: the first, the next four, the others. */
export const levelOf = (rank: number): 1 | 2 | 3 => (rank === 1 ? 1 : rank <= 5 ? 2 : 3)

const LEVELS = ['level-1', 'level-2', 'level-3', 'rest'] as const

/** What the colours mean. */
export const Legend = ({ voice }: { readonly voice: Voice }) => (
  <p class="legend">
    {LEVELS.map((mark) => (
      <span>
        <svg viewBox="0 0 1 1" aria-hidden="true" focusable="false">
          <rect class={mark} width="1" height="1" />
        </svg>
        {voice.words.pages.title.levels[mark]}
      </span>
    ))}
  </p>
)
