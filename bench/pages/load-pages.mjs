// The readers, a process of its own: told over IPC what to ask. Requests go out at their times, whether the ones before
// were answered or not, each on a connection that is free, or else on a new one; how long one took counts from when it
// should have gone out, so that whoever stalls pays for all who waited.
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

process.once('message', async ({ port, paths, encoding, etag, rate, warmUpSeconds, seconds }) => {
  const known = etag ? `if-none-match: ${etag}\r\n` : ''
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept-encoding: ${encoding}\r\n${known}\r\n`),
  )
  const status = `HTTP/1.1 ${etag ? 304 : 200}`
  const free = []
  const all = new Set()
  const times = []
  let under = 0
  const ask = (number, due) => {
    under++
    const connection = free.pop() ?? open(port, all)
    connection.ask(
      requests[number % requests.length],
      status,
      (firstByteAt) => {
        if (number >= warmUpSeconds * rate) times.push(firstByteAt - due)
      },
      () => {
        under--
        free.push(connection)
      },
    )
  }
  const began = performance.now()
  const count = Math.floor((warmUpSeconds + seconds) * rate)
  for (let sent = 0; sent < count; ) {
    const due = began + (sent * 1000) / rate
    if (performance.now() < due) await sleep(1)
    else ask(sent++, due)
  }
  while (under > 0) await sleep(5)
  for (const socket of all) socket.destroy()
  times.sort((a, b) => a - b)
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))]
  process.send({ p50: at(0.5), p99: at(0.99), max: at(1) }, () => process.exit(0))
})

/** A connection on which one request after the other is asked. */
function open(port, all) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  all.add(socket)
  let text = ''
  let asked
  socket.on('error', (error) => {
    throw error
  })
  socket.on('data', (chunk) => {
    if (text === '') asked.onFirstByte(performance.now())
    text += chunk.latin1Slice(0, chunk.length)
    const head = text.indexOf('\r\n\r\n')
    if (head < 0 || text.length < head + 4 + bodyLength(text.slice(0, head))) return
    if (!text.startsWith(asked.status)) throw new Error(text.slice(0, 400))
    text = ''
    asked.onEnd()
  })
  return {
    ask(request, status, onFirstByte, onEnd) {
      asked = { status, onFirstByte, onEnd }
      socket.write(request)
    },
  }
}

function bodyLength(head) {
  if (head.startsWith('HTTP/1.1 304')) return 0
  const length = /\r\ncontent-length: (\d+)/i.exec(head)
  if (!length) throw new Error(`no length: ${head}`)
  return Number(length[1])
}
