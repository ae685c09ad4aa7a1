// Which item the page is just now.
import { pageItem } from '../../domain/page-item.ts'

/** The tracker's own element, with its settings. */
export const script = document.currentScript as HTMLScriptElement

const link = document.createElement('a')
let name = ''
let nameAt = ''

/**
 * What the page gives as its name: `data-item`, or the path of its canonical address. A name holds for the path at which
 * it was first seen: where an app changes the path alone, the path is the item, and not the name of the page before.
 */
export function itemHere(): string {
  const path = location.pathname
  link.href = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href || path
  const given = script.dataset.item || link.pathname
  if (given !== name) {
    name = given
    nameAt = path
  }
  return pageItem(nameAt === path ? name : path)
}

/** The item of the element: named on it or around it, or that of the page. */
export const itemOf = (element: Element): string =>
  pageItem(element.closest<HTMLElement>('[data-hc-item]')?.dataset.hcItem ?? '') || itemHere()
