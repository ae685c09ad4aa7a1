// What an audience event says beside its columns: tokens `name=value` with one space between, in the order of their
// names, in the event's body, so that equal facts are equal bytes. They are the house's own words, never a sender's
// text. What they make of an event is decided when it is folded: by counting.ts, and by its revision for a register.

/**
 * agent: the entry of our lists that fits the user agent; auto: the browser says that a program drives it; net: the
 * operator's name of the network; prefetch: it was fetched before anybody asked for it; rev: a register's revision.
 */
export type FactName = 'agent' | 'auto' | 'net' | 'prefetch' | 'rev'

export type Facts = { readonly [name in FactName]?: string | undefined }

/** Facts as a body; empty where there are none. Values have no spaces. */
export function factsBody(facts: Facts): string {
  const told = Object.entries(facts).filter(([, value]) => value !== undefined)
  const tokens = told.map(([name, value]) => `${name}=${value}`)
  return tokens.sort().join(' ')
}

/** A body with the facts of another. */
export const withFacts = (body: string, more: string): string => [...tokensOf(body), ...tokensOf(more)].sort().join(' ')

/** The tokens of a body. */
export const tokensOf = (body: string): readonly string[] => (body === '' ? [] : body.split(' '))

export const findFact = (body: string, name: FactName): string | undefined =>
  tokensOf(body)
    .find((token) => token.startsWith(`${name}=`))
    ?.slice(name.length + 1)
