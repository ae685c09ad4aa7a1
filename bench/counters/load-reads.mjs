// The readers, a process of its own: told over IPC what to ask, each connection asks one page after the other, and says
// how many were answered and how long each took.
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

process.once('message', async ({ port, paths, connections, warmUpMs, measuredMs }) => {
  const requests = paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`))
  const meter = { measuring: false, times: [] }
  const sockets = Array.from({ length: connections }, (_, i) => readPages(port, requests, i, meter))
  await sleep(warmUpMs)
  meter.measuring = true
  const began = performance.now()
  await sleep(measuredMs)
  meter.measuring = false
  const seconds = (performance.now() - began) / 1000
  for (const socket of sockets) socket.destroy()
  const times = meter.times.sort((a, b) => a - b)
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))]
  const result = { readsPerSecond: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
  process.send(result, () => process.exit(0))
})

function readPages(port, requests, index, meter) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let turn = index * 7
  let sentAt = 0
  let text = ''
  const ask = () => {
    sentAt = performance.now()
    socket.write(requests[turn++ % requests.length])
  }
  socket.on('connect', ask)
  socket.on('error', (error) => {
    throw error
  })
  socket.on('data', (chunk) => {
    text += chunk.latin1Slice(0, chunk.length)
    const head = text.indexOf('\r\n\r\n')
    if (head < 0 || !isWhole(text, head)) return
    if (!text.startsWith('HTTP/1.1 200')) throw new Error(text.slice(0, 400))
    if (meter.measuring) meter.times.push(performance.now() - sentAt)
    text = ''
    ask()
  })
  return socket
}

function isWhole(text, head) {
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))
  return length ? text.length >= head + 4 + Number(length[1]) : text.endsWith('\r\n0\r\n\r\n')
}
