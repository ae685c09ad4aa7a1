// The fields of a zod schema as rows of a table: path, what is allowed, what holds where it is left out, what it says.
// What is allowed is told in the schema's own words: those that a sender reads whose value is refused.
import { code, table } from './markdown.mjs'

/**
 * @param schema an object, or several forms of one
 * @param source of the module that has the schema: a field says what the comment above it does
 */
export function fieldsTable(schema, source) {
  const rows = rowsOf(schema, '', source)
  return table([['field', 'allowed', 'left out', 'says'], ...rows])
}

function rowsOf(schema, path, source) {
  const { inner } = unwrapped(schema)
  switch (inner.def.type) {
    case 'object':
      return Object.entries(inner.shape).flatMap(([name, field]) => fieldRows(field, path + name, source))
    case 'array':
      return rowsOf(inner.element, `${path.replace(/\.$/, '')}[].`, source)
    case 'record':
      return rowsOf(inner.valueType, `${path}*.`, source)
    case 'union':
      return formRows(inner, path, source)
    default:
      return []
  }
}

function fieldRows(field, path, source) {
  const { inner, leftOut } = unwrapped(field)
  return [
    [code(path), allowed(inner), leftOut, comment(source, path.split('.').at(-1))],
    ...rowsOf(inner, `${path}.`, source),
  ]
}

/** A field that only some of several forms have says which. */
function formRows(union, path, source) {
  const forms = union.def.options
    .map((option) => unwrapped(option).inner)
    .flatMap((form) => (form.def.type === 'union' ? form.def.options : form))
  const objects = forms.filter((form) => form.def.type === 'object')
  const by = discriminatorOf(union)
  const rows = new Map()
  for (const form of objects)
    for (const [name, field] of Object.entries(form.shape)) {
      const known = rows.get(name) ?? { field, of: [] }
      known.of.push(...(by ? valuesOf(form.shape[by]) : []))
      rows.set(name, known)
    }
  const all = [...(rows.get(by)?.of ?? [])]
  return [
    ...[...rows].flatMap(([name, { field, of }]) => {
      if (name === by) return [[code(path + name), all.map(code).join(', '), 'must be there', comment(source, name)]]
      const [first, ...rest] = fieldRows(field, path + name, source)
      const only = of.length < all.length ? `of ${of.map(code).join(', ')}` : ''
      return [[...first.slice(0, 3), [only, first[3]].filter(Boolean).join(': ')], ...rest]
    }),
    ...forms
      .filter((form) => form.def.type === 'array')
      .flatMap((form) => (objects.length > 0 ? [] : rowsOf(form, path, source))),
  ]
}

const discriminatorOf = ({ def }) =>
  def.discriminator ?? def.options.map((option) => unwrapped(option).inner.def.discriminator).find(Boolean)

/** What a schema holds in the end, and what holds where nothing is given. */
export function unwrapped(schema) {
  let inner = schema
  let leftOut = 'must be there'
  for (;;) {
    const { type, innerType, defaultValue } = inner.def
    if (type === 'optional') leftOut = leftOut === 'must be there' ? '' : leftOut
    else if (type === 'default') leftOut = code(JSON.stringify(defaultValue))
    else if (type === 'pipe') {
      inner = inner.def.in
      continue
    } else return { inner, leftOut }
    inner = innerType
  }
}

const valuesOf = (schema) => (schema.def.type === 'literal' ? schema.def.values : Object.values(schema.def.entries))

/** In the words of the one who refuses. */
export function allowed(schema) {
  const { type } = schema.def
  if (type === 'nullable') return `${allowed(schema.def.innerType)}, or null`
  if (type === 'literal') return schema.def.values.map(code).join(', ')
  if (type === 'enum') return Object.values(schema.def.entries).map(code).join(', ')
  for (const wrong of type === 'string' ? [Symbol('no value'), ''] : [Symbol('no value')])
    for (const { message } of schema.safeParse(wrong).error?.issues ?? [])
      if (!message.startsWith('Invalid')) return message
  return plainWords(schema)
}

function plainWords(schema) {
  const { type } = schema.def
  if (type === 'array') return `a list${schema.element.def.type === 'object' ? '' : ` of ${allowed(schema.element)}`}`
  if (type === 'boolean') return 'true or false'
  if (type === 'string') return 'text'
  if (type === 'number' || type === 'int') return `a whole number${rangeOf(schema)}`
  return 'an object'
}

const rangeOf = ({ minValue, maxValue }) =>
  (minValue > Number.MIN_SAFE_INTEGER ? ` from ${minValue}` : '') +
  (maxValue < Number.MAX_SAFE_INTEGER ? ` to ${maxValue}` : '')

/** The comment above a field. */
function comment(source, name) {
  const plain = name.replace('[]', '')
  const found = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s+(?:readonly )?${plain}\\??:`).exec(source)
  return (found?.[1] ?? '')
    .replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}
