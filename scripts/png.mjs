// A screenshot in a quarter of its bytes: the 256 colours that it uses most, and for each other one the nearest of them.
// Of flat pages with few pictures that is nearly all of it; what differs is the edges of letters, by a shade.
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE_BYTES = 8
const COLOURS_MAX = 256
const BYTES_PER_PIXEL = { 2: 3, 6: 4 }
const PALETTE = 3

/** @param png of 8 bits a channel, opaque, not interlaced: as Chromium makes screenshots */
export function withPalette(png) {
  const chunks = chunksOf(png)
  const head = Buffer.from(chunks.find(({ type }) => type === 'IHDR').data)
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const step = BYTES_PER_PIXEL[head[9]]
  if (!step || head[8] !== 8 || head[12] !== 0) throw new Error('not the kind of PNG that a browser makes')
  const packed = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  const pixels = pixelsOf(packed, width, height, step)
  const palette = paletteOf(pixels)
  const colours = Buffer.alloc(palette.length * 3)
  for (const [i, colour] of palette.entries()) colours.writeUIntBE(colour, i * 3, 3)
  head[9] = PALETTE
  return Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rowsOf(pixels, palette, width, height), { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunksOf(png) {
  const chunks = []
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

function chunk(type, data) {
  const bytes = Buffer.alloc(data.length + 12)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  data.copy(bytes, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4)
  return bytes
}

/** What each filter takes for a byte, from those to the left, above, and above to the left (PNG, section 9). */
const PREDICTORS = [() => 0, (a) => a, (_, b) => b, (a, b) => (a + b) >> 1, paeth]

function paeth(a, b, c) {
  const p = a + b - c
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

/** Each pixel as 0xRRGGBB. */
function pixelsOf(packed, width, height, step) {
  const length = width * step
  const pixels = new Uint32Array(width * height)
  let above = Buffer.alloc(length)
  for (let y = 0; y < height; y++) {
    const start = y * (length + 1)
    const predict = PREDICTORS[packed[start]]
    const row = Buffer.alloc(length)
    for (let x = 0; x < length; x++)
      row[x] = packed[start + 1 + x] + predict(x < step ? 0 : row[x - step], above[x], x < step ? 0 : above[x - step])
    for (let x = 0; x < width; x++) pixels[y * width + x] = row.readUIntBE(x * step, 3)
    above = row
  }
  return pixels
}

function paletteOf(pixels) {
  const counts = new Map()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, COLOURS_MAX)
    .map(([colour]) => colour)
}

/** Rows of places in the palette, each behind the byte of a filter that does nothing. */
function rowsOf(pixels, palette, width, height) {
  const places = new Map(palette.map((colour, i) => [colour, i]))
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const pixel = pixels[y * width + x]
      let place = places.get(pixel)
      if (place === undefined) {
        place = nearest(pixel, palette)
        places.set(pixel, place)
      }
      rows[y * (width + 1) + 1 + x] = place
    }
  return rows
}

function nearest(pixel, palette) {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [i, colour] of palette.entries()) {
    const [r, g, b] = [16, 8, 0].map((shift) => ((pixel >> shift) & 255) - ((colour >> shift) & 255))
    const distance = r * r + g * g + b * b
    if (distance < least) [best, least] = [i, distance]
  }
  return best
}
