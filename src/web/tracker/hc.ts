// The tracker: tells the collector what the audience of a page does. One line brings it in:
// `<script defer src="https://HOST/hc.js" data-site="main" data-key="hcw_…"></script>`. It keeps nothing in the browser,
// reads nothing that would tell browsers apart, and sends nothing that docs/tracker.md does not show.
import { type Fields, happened } from './event.ts'
import { itemOf, script } from './item.ts'
import { sendLast, sendSooner, sendTo } from './send.ts'
import { followMoves, tellView } from './view.ts'
import { flush, watch } from './watch.ts'

const FLUSH_MS = 30_000
const MOMENT_MS = 99

/** What one click is: a like or a sale needs more than that. */
const CLICKS = /^(open|share|view)$/

/** `hc('view', { item })` tells an event; `hc('media', node)` watches media which are hidden from the document. */
interface Hc {
  (kind: string, fields?: Fields): void
  (kind: 'media', node: Node): void
  /** Calls from before the tracker was there. */
  q?: ArrayLike<unknown>[]
  /** Set by the tracker: a second one on the same page does nothing. */
  on?: 1
}

declare global {
  interface Window {
    hc?: Hc
  }
  interface Document {
    readonly prerendering?: boolean
  }
}

const hc: Hc = (kind: string, what?: Fields | Node) => {
  if (kind === 'media') watch(what as Node)
  else happened(kind, what as Fields)
}

let leftAt = 0

function takeClick({ target }: Event): void {
  const element = (target as Element).closest?.<HTMLElement>('[data-hc-event]')
  const kind = element?.dataset.hcEvent ?? ''
  if (!element || !CLICKS.test(kind)) return
  // Of a part that folds, the click that opens it.
  if (element instanceof HTMLDetailsElement) {
    if (element.open || (target as Element).closest('summary')?.parentNode !== element) return
  }
  happened(kind, { item: itemOf(element) })
}

/** A page that goes is told so twice within a moment, of which nothing is told. */
function leave({ timeStamp }: Event): void {
  if (timeStamp - leftAt > MOMENT_MS) flush()
  leftAt = timeStamp
  sendLast()
}

function comeOrGo(event: Event): void {
  if (document.visibilityState === 'hidden') leave(event)
  else {
    tellView()
    sendSooner()
  }
}

function begin(): void {
  const early = window.hc
  if (early?.on) return
  hc.on = 1
  window.hc = hc
  const { site, key, to } = script.dataset
  sendTo(new URL(`v1/events?key=${key}${site ? `&site=${site}` : ''}`, to || script.src).href)
  tellView()
  for (const args of early?.q ?? []) hc(...(args as unknown as [string, Fields]))
  followMoves()
  watch(document)
  setInterval(flush, FLUSH_MS)
  addEventListener('click', takeClick, true)
  addEventListener('online', sendSooner)
  addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', comeOrGo)
}

// A page that is made ready beforehand may never be seen.
if (document.prerendering) document.addEventListener('prerenderingchange', begin, { once: true })
else begin()
