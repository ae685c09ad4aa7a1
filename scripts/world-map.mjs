// Makes src/web/world-map.json: the outline of each country as an SVG path in the Equal Earth projection, and a dot for
// each that is too small to have an outline at this scale. Natural Earth's shapes, which are in the public domain.
// Run it when the shapes change: `node scripts/world-map.mjs`.
import { readFileSync, writeFileSync } from 'node:fs'
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from 'd3-geo'
import countries from 'i18n-iso-countries'
import { feature } from 'topojson-client'

const WIDTH = 960
const HEIGHT = 440
/** Antarctica has no audience, and would take a sixth of the picture. */
const LEFT_OUT = new Set(['AQ'])
/** Shapes that name no ISO number, by their name. */
const BY_NAME = { Kosovo: 'XK' }

const read = (scale) => {
  const atlas = JSON.parse(
    readFileSync(new URL(`../node_modules/world-atlas/countries-${scale}.json`, import.meta.url)),
  )
  return feature(atlas, atlas.objects.countries).features
}
const codeOf = ({ id, properties }) => (id === undefined ? BY_NAME[properties.name] : countries.numericToAlpha2(id))

const shapes = read('110m').filter((shape) => codeOf(shape) !== 'AQ')
const projection = geoEqualEarth().fitExtent(
  [
    [2, 2],
    [WIDTH - 2, HEIGHT - 2],
  ],
  { type: 'FeatureCollection', features: shapes },
)
const path = geoPath(projection).digits(1)

const outlines = {}
for (const shape of shapes) {
  const code = codeOf(shape)
  if (code && !LEFT_OUT.has(code)) outlines[code] = path(shape)
}
const dots = {}
for (const shape of read('50m')) {
  const code = codeOf(shape)
  // Overseas parts share their country's number: the largest one says where it is.
  if (!code || outlines[code] || LEFT_OUT.has(code) || (dots[code] && dots[code].area > geoArea(shape))) continue
  const [x, y] = projection(geoCentroid(shape))
  dots[code] = { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10, area: geoArea(shape) }
}
const sorted = (object, shown) =>
  Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((code) => [code, shown(object[code])]),
  )
const map = {
  width: WIDTH,
  height: HEIGHT,
  outlines: sorted(outlines, (outline) => outline),
  dots: sorted(dots, ({ x, y }) => [x, y]),
}
writeFileSync(new URL('../src/web/world-map.json', import.meta.url), `${JSON.stringify(map, undefined, 1)}\n`)
console.log(`${Object.keys(outlines).length} outlines, ${Object.keys(dots).length} dots`)
