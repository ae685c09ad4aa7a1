// Where the house is, and its public write key: said once, on the script that brings the elements. Read as the script
// runs, since only then does it know itself.

const script = (document.currentScript ??
  document.querySelector('script[src*="elements.js"]')) as HTMLScriptElement | null

const withoutSlash = (address: string): string => address.replace(/\/+$/, '')

/** An address without a slash at its end: paths such as `/v1/counters` follow it. */
export const baseOf = (own: string | null): string =>
  withoutSlash(own ?? script?.dataset.base ?? (script?.src ? new URL('.', script.src).href : location.origin))

/** Empty where none was given: then nobody can vote. */
export const keyOf = (own: string | null): string => own ?? script?.dataset.key ?? ''
