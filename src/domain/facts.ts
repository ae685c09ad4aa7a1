// Facts of an audience event beside what was counted: tokens `name=value` with one space between, in the order of their
// names, in the event's body. They are the house's own words, never a sender's text. What they make of an event is
// decided when it is folded, by counting.ts.

/**
 * agent: the entry of our lists that fits the user agent; auto: the browser says that a program drives it; net: the
 * operator's name of the network; prefetch: it was fetched before anybody asked for it.
 */
export type FactName = 'agent' | 'auto' | 'net' | 'prefetch'

export type Facts = { readonly [name in FactName]?: string | undefined }

/** Facts as a body; empty where there are none. */
export function factsBody(facts: Facts): string {
  const told = Object.entries(facts).filter(([, value]) => value !== undefined)
  const tokens = told.map(([name, value]) => `${name}=${value}`)
  return tokens.sort().join(' ')
}
