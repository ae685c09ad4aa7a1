// What the docs ask of curl, for a machine that has none: -s and -f, one header, one body, one address.
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: 'boolean', short: 's' },
    fail: { type: 'boolean', short: 'f' },
    header: { type: 'string', short: 'H', multiple: true },
    data: { type: 'string', short: 'd' },
  },
})
const headers = Object.fromEntries((values.header ?? []).map((each) => each.split(/:\s*/, 2)))
const request = values.data === undefined ? { headers } : { headers, method: 'POST', body: values.data }
const response = await fetch(positionals[0], request).catch(() => undefined)
if (!response || (values.fail && !response.ok)) process.exit(22)
process.stdout.write(await response.text())
