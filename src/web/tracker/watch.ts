// How long media really played, by the wall clock: from one event of a media element to the next. Never longer than its
// own clock went on, so that a computer which slept, or media that stood still unheard, adds nothing.
import { happened } from './event.ts'
import { itemOf } from './item.ts'

/** What changes whether, where or how fast media plays. */
const CHANGES = ['playing', 'pause', 'ended', 'waiting', 'seeking', 'seeked', 'ratechange', 'emptied', 'error']

/** One event may say at most a day. */
const WATCHED_MS_MAX = 86_400_000

interface Watched {
  item: string
  ms: number
  /** Since when it plays, from which place and how fast; 0 while it does not. */
  since: number
  from: number
  rate: number
}

const all = new Map<HTMLMediaElement, Watched>()

/** Looks at media in or below a node from now on. Their events don't bubble; on the way down they pass here. */
export function watch(node: Node): void {
  for (const change of CHANGES) node.addEventListener(change, look, true)
}

/** Tells what was watched up to now. */
export function flush(): void {
  for (const [media, watched] of all) {
    look({ target: media })
    tellAll(watched)
    if (!watched.since) all.delete(media)
  }
}

function look({ target: media }: { readonly target: EventTarget | null }): void {
  if (!(media instanceof HTMLMediaElement)) return
  const now = performance.now()
  const watched = all.get(media) ?? { item: '', ms: 0, since: 0, from: 0, rate: 1 }
  if (watched.since) {
    const wall = now - watched.since
    const played = ((media.currentTime - watched.from) / watched.rate) * 1000
    // Where somebody went back, or on, its clock says nothing of how long it played.
    watched.ms += played >= 0 && played < wall ? played : wall
    watched.since = 0
  }
  if (media.paused || media.ended || media.seeking || media.readyState < 3 || !media.playbackRate) return
  const item = itemOf(media)
  if (item !== watched.item) tellAll(watched)
  all.set(media, Object.assign(watched, { item, since: now, from: media.currentTime, rate: media.playbackRate }))
}

/** What is less than a millisecond stays for the next time. */
function tellAll(watched: Watched): void {
  while (watched.ms >= 1) {
    const ms = Math.min(Math.floor(watched.ms), WATCHED_MS_MAX)
    watched.ms -= ms
    happened('watch', { item: watched.item, ms })
  }
}
