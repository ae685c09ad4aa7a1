// What a page has to tell, on its way. An event keeps its bytes: whatever was not answered is sent again as it was, and
// since its id was made before the first try it is counted once. What the collector refuses is not sent again. All of it
// is in memory alone, and bounded.

/** Events that wait; while the collector can't be reached, what comes on top of these is let go. */
const WAITING_MAX = 500
/** Events a request: the bytes of what is sent while a page goes are limited by browsers to 64 KiB. */
const BATCH_MAX = 100
const RETRY_SECONDS_MAX = 60

let waiting: string[] = []
let failures = 0
let timer = 0
/** Whether the collector asked to be left alone until the timer. */
let asked = false
let address: string

export function sendTo(url: string): void {
  address = url
}

/** Sends an event with those that come in the same turn. */
export function tell(event: string): void {
  if (waiting.length < WAITING_MAX) waiting.push(event)
  timer ||= setTimeout(send)
}

/** Does not wait any longer, unless the collector asked for it. */
export function sendSooner(): void {
  if (!asked) send()
}

/** Sends all that waits, at once: the page may be gone in a moment. */
export function sendLast(): void {
  // Where a request ends with its page, the browser is given a copy; if the page lives on, it sends its own again.
  if (!('keepalive' in Request.prototype)) navigator.sendBeacon(address, waiting.join('\n'))
  else while (waiting[0]) send()
}

function send(): void {
  clearTimeout(timer)
  timer = 0
  asked = false
  const batch = waiting.splice(0, BATCH_MAX)
  if (!batch[0]) return
  // A body of text, and the key in the address: nothing of which a browser would ask first whether it may.
  const body = batch.join('\n')
  fetch(address, { method: 'POST', body, keepalive: true, credentials: 'omit', referrerPolicy: 'no-referrer' }).then(
    ({ status, headers }) => {
      if (status === 429 || status > 500) sendAgain(batch, headers.get('retry-after'))
      else {
        failures = 0
        sendSooner()
      }
    },
    () => sendAgain(batch),
  )
}

/** After what the collector asked for, and twice as long with each failure; never all browsers at the same moment. */
function sendAgain(batch: string[], retryAfterSeconds: string | null = null): void {
  waiting = batch.concat(waiting)
  clearTimeout(timer)
  asked = !!retryAfterSeconds
  const backoffSeconds = Math.min(2 ** failures++, RETRY_SECONDS_MAX) * (0.5 + Math.random() / 2)
  timer = setTimeout(send, ((Number(retryAfterSeconds) || 0) + backoffSeconds) * 1000)
}
