// JSON as its text, so that what no value in memory can be is sent too: a field twice, -0, 1e400, half a character.

/** A piece of JSON: a text as it stands, a list, or an object with its fields in their order. */
export type Json = string | readonly Json[] | Fields

export interface Fields {
  readonly fields: readonly (readonly [name: string, value: Json])[]
}

export const write = (json: Json): string => {
  if (typeof json === 'string') return json
  if ('fields' in json)
    return `{${json.fields.map(([name, value]) => `${JSON.stringify(name)}:${write(value)}`).join(',')}}`
  return `[${json.map(write).join(',')}]`
}

/** The same with another value at a path; a field that is not there is added. Without a value it is taken away. */
export function withAt(json: Json, path: readonly string[], value: Json | undefined): Json {
  const [name, ...rest] = path
  if (name === undefined) return value ?? 'null'
  if (typeof json === 'string') return json
  if (!('fields' in json)) return json.map((each, i) => (String(i) === name ? withAt(each, rest, value) : each))
  if (rest.length === 0 && value === undefined) return { fields: json.fields.filter(([each]) => each !== name) }
  if (!json.fields.some(([each]) => each === name)) return { fields: [...json.fields, [name, value ?? 'null']] }
  return { fields: json.fields.map(([each, old]) => [each, each === name ? withAt(old, rest, value) : old]) }
}

/** Whether a value can be put at a path: what it goes into is there, and a list has such a place. */
export function canPutAt(json: Json, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true
  if (typeof json === 'string') return false
  if (!('fields' in json)) return Number(name) < json.length && canPutAt(json[Number(name)] ?? 'null', rest)
  const found = json.fields.find(([each]) => each === name)?.[1]
  return found === undefined ? rest.length === 0 : canPutAt(found, rest)
}
