// What a page weighs on its way: the document itself, and with the style sheets and scripts that it loads.
import { get } from 'node:http'

const LOADED = /<link[^>]+rel="stylesheet"[^>]*>|<script[^>]+src="[^>]*>/g
const ADDRESS = /(?:href|src)="([^"]+)"/

export async function measureSizes({ house, places, print }) {
  const [chart] = places
  const page = await (await fetch(house.url + chart)).text()
  const loaded = (page.match(LOADED) ?? []).map((tag) => ADDRESS.exec(tag)[1].replaceAll('&amp;', '&'))
  for (const encoding of ['identity', 'gzip', 'br']) {
    const bytes = await weightOf(house.url + chart, encoding)
    print(`chart page, ${encoding}`, bytes / 1000, 'kB')
    let all = bytes
    for (const each of loaded) all += await weightOf(new URL(each, house.url + chart), encoding)
    print(`chart page and all that it loads but pictures, ${encoding}`, all / 1000, 'kB')
  }
}

/** @returns the bytes of an answer's body as they come. */
export const weightOf = async (url, encoding) => (await fetchRaw(url, encoding)).body.length

/** An answer whose body is as it came: `fetch` would unpack it. */
export function fetchRaw(url, encoding) {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      const parts = []
      response.on('data', (part) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`))
        else resolve({ headers: response.headers, body: Buffer.concat(parts) })
      })
    }).on('error', reject)
  })
}
