// The item that a page is, where nobody gave it an id: its path. The tracker in the browser and the pixel in the
// collector make it by this one rule, so that a page is one item whichever of them told of it.

const ITEM_CHARS_MAX = 200

/**
 * A text as an item's id: what is not visible ASCII is escaped as in an address, and it is cut at 200 characters. Empty
 * where the text is.
 */
export const pageItem = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, '')
    .replace(/[^!-~]/gu, (character) => encodeURIComponent(character))
    .slice(0, ITEM_CHARS_MAX)
