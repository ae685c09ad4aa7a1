// Intl's formats, each made once: to make one takes a hundred times as long as to use it, and a page uses hundreds.

/** Languages may come from readers: what is kept is bounded. */
const KEPT_MAX = 1000

const kept = new Map<string, object>()

function keep<T extends object>(key: string, make: () => T): T {
  const known = kept.get(key) as T | undefined
  if (known) return known
  if (kept.size >= KEPT_MAX) kept.clear()
  const made = make()
  kept.set(key, made)
  return made
}

export const numberFormat = (language: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  keep(`number ${language} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(language, options))

export const dateTimeFormat = (language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  keep(`date ${language} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(language, options))

export const pluralRules = (language: string): Intl.PluralRules =>
  keep(`plural ${language}`, () => new Intl.PluralRules(language))

/** Gives the names of regions in a language, by their codes; a page has a hundred of them. */
export const regionNames = (language: string): ((code: string) => string) =>
  keep(`regions ${language}`, () => {
    const names = new Intl.DisplayNames(language, { type: 'region' })
    const known = new Map<string, string>()
    return (code: string) => {
      const name = known.get(code) ?? names.of(code) ?? code
      known.set(code, name)
      return name
    }
  })
