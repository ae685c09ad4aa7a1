// docs/reference/api.md: every question that may be asked over HTTP, from what the house says at /openapi.json.
import { code, MADE, page, table } from './markdown.mjs'

export function apiText({ paths, components }) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  )
  return page(
    MADE('/openapi.json'),
    '# The API',
    `Every open house says this of itself at \`/openapi.json\` (OpenAPI 3.1). Answers are JSON, public, and may be read by pages
of any origin, unless it says otherwise. What is refused is answered with a problem of RFC 9457
(\`application/problem+json\`): \`title\`, \`status\` and, where fields are wrong, \`problems\`, each with \`field\`, \`value\` and
\`allowed\`. Weeks are named by their last day.`,
    ...operations.flatMap(operationParts),
    '## Shapes',
    ...Object.entries(components.schemas).flatMap(([name, schema]) => [
      `### ${name}`,
      schema.description,
      table([['field', 'type', 'says'], ...fieldRows(schema, '')]),
    ]),
  )
}

function operationParts({ path, method, summary, description, security, parameters = [], requestBody, responses }) {
  const answer = responses[200]
  return [
    `## ${method.toUpperCase()} ${path}`,
    [`${summary}.`.replace('?.', '?'), description].filter(Boolean).join(' '),
    security && `With ${security.map((each) => KEYS[Object.keys(each)[0]]).join(', or ')}.`,
    parameters.length > 0 &&
      table([
        ['parameter', 'in', 'type', 'says'],
        ...parameters.map((each) => [
          code(each.name),
          each.in,
          typeOf(each.schema),
          saysOf({ ...each.schema, required: each.required }),
        ]),
      ]),
    requestBody && `The body: ${contentWords(requestBody.content)}.`,
    `Answers ${contentWords(answer.content ?? {})}: ${lower(answer.description)}.`,
  ]
}

const KEYS = {
  key: 'a key as `authorization: Bearer …`',
  keyInAddress: 'the public write key as `?key=…`',
}

const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1)

const contentWords = (content) =>
  Object.entries(content)
    .map(([type, { schema }]) => `${typeOf(schema)} (${code(type)})`)
    .join(', or ') || 'nothing'

const SHAPE = '#/components/schemas/'

function typeOf(schema = {}) {
  const { type, items, anyOf, oneOf, allOf, $ref, enum: values, const: value, additionalProperties } = schema
  if ($ref) return shapeLink($ref.slice(SHAPE.length))
  if (values) return values.map((each) => code(each)).join(', ')
  if (value !== undefined) return code(value)
  const several = anyOf ?? oneOf ?? allOf
  if (several) return [...new Set(several.map(typeOf))].join(' or ')
  if (Array.isArray(type))
    return type.map((each) => (each === 'null' ? 'null' : typeOf({ ...schema, type: each }))).join(' or ')
  if (type === 'array') return `list of ${items ? typeOf(items) : 'anything'}`
  if (type === 'object' && additionalProperties && typeof additionalProperties === 'object')
    return `object of ${typeOf(additionalProperties)}`
  return type ?? 'anything'
}

const shapeLink = (name) => `[${name}](#${name.toLowerCase()})`

const saysOf = ({ description, example, required }) =>
  [
    description,
    required === false && !/left out/i.test(description ?? '') ? 'May be left out.' : '',
    example !== undefined && `Such as ${code(typeof example === 'string' ? example : JSON.stringify(example))}.`,
  ]
    .filter(Boolean)
    .join(' ')

/** Fields and what is in them, but for what is a shape of its own. */
function fieldRows(schema, path) {
  if (schema.type === 'array' && schema.items) return fieldRows(schema.items, `${path.replace(/\.$/, '')}[].`)
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const isLeftOut = !(schema.required ?? []).includes(name)
    const says = saysOf({ ...field, required: !isLeftOut })
    return [[code(path + name), typeOf(field), says], ...fieldRows(field, `${path}${name}.`)]
  })
}
