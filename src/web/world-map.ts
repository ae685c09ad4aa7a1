// The world's countries as one picture, which pages refer to: a page says which countries it shows and how, and their
// shapes are fetched once. Made by scripts/world-map.mjs; its address holds a hash of its bytes.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

interface WorldMap {
  readonly width: number
  readonly height: number
  readonly outlines: Readonly<Record<string, string>>
  /** Countries too small for an outline, by the place of their dot. */
  readonly dots: Readonly<Record<string, readonly [x: number, y: number]>>
}

export const worldMap: WorldMap = JSON.parse(readFileSync(new URL('./world-map.json', import.meta.url), 'utf8'))

const shapes = [
  ...Object.entries(worldMap.outlines).map(([code, outline]) => `<path id="${code}" d="${outline}"/>`),
  ...Object.entries(worldMap.dots).map(([code, [x, y]]) => `<circle id="${code}" cx="${x}" cy="${y}" r="3.5"/>`),
]

/** The picture served at `worldHref`, as `image/svg+xml`. */
export const worldSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${worldMap.width} ${worldMap.height}">${shapes.join('')}</svg>`

/** `/assets/world.svg?v=<hash>`. */
export const worldHref = `/assets/world.svg?v=${createHash('sha256').update(worldSvg).digest('hex').slice(0, 12)}`
