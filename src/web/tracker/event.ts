// What happened becomes an event here: with its id and time before the first try, and its bytes for good. Whether the
// reader or the page wants to be left out is asked before each.
import { pageItem } from '../../domain/page-item.ts'
import { itemHere, script } from './item.ts'
import { tell } from './send.ts'

/** Whether a browser that says of itself that a program drives it is told as such: `"automated":true`. */
const TELLS_AUTOMATION = true

export interface Fields {
  readonly item?: string
  readonly [name: string]: unknown
}

declare global {
  interface Window {
    hcOptOut?: unknown
  }
  interface Navigator {
    readonly globalPrivacyControl?: boolean
  }
}

const isUncountedHost =
  script.dataset.local === undefined && /^$|^127\.|^\[::1]$|^(.+\.)?localhost$/.test(location.hostname)

const isOut = (): unknown =>
  isUncountedHost || navigator.globalPrivacyControl || window.hcOptOut || document.querySelector('[data-hc-opt-out]')

/** Tells an event of the item that is named, or of that of the page. */
export function happened(kind: string, fields: Fields = {}): void {
  if (isOut()) return
  const now = Date.now()
  const automated = TELLS_AUTOMATION && navigator.webdriver ? { automated: true } : {}
  const item = pageItem(fields.item ?? '') || itemHere()
  tell(JSON.stringify({ id: uuidv7(now), at: new Date(now).toISOString(), kind, ...fields, item, ...automated }))
}

/** The time, and 74 random bits. */
function uuidv7(now: number): string {
  const random = crypto.getRandomValues(new Uint8Array(19))
  let next = 0
  const rest = '-7xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = (random[next++] as number) & 15
    return (place === 'x' ? digit : (digit & 3) | 8).toString(16)
  })
  return now.toString(16).padStart(12, '0').replace(/.{8}/, '$&-') + rest
}
