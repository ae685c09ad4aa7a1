// Redis as it is quickest to use: 1,000 commands in one write, their bytes built ahead, and the replies only counted.
import { connect } from 'node:net'
import { zincrbys } from './events.mjs'

const NEWLINE = 0x0a
const MINUS = 0x2d

export async function redisConnections(job, meter) {
  const connections = Array.from({ length: job.connections }, (_, i) => {
    const bytes = zincrbys({ ...job, run: job.run + i })
    const socket = connect({ port: job.port, host: '127.0.0.1', noDelay: true })
    let stopping = false
    let lines = 0
    let sent = { first: 0, at: 0 }
    const send = () => {
      sent = { first: meter.take(job.batch), at: performance.now() }
      lines = 2 * job.batch
      socket.write(bytes)
    }
    socket.on('connect', send)
    socket.on('error', () => {})
    // A reply is two lines: the length of the new score, and the score. It is never negative, so a minus is an error.
    socket.on('data', (chunk) => {
      if (chunk.includes(MINUS)) throw new Error(`redis: ${chunk}`)
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) lines--
      if (lines > 0) return
      meter.answered(sent.first, job.batch, sent.at)
      if (stopping) socket.destroy()
      else send()
    })
    const gone = new Promise((resolve) => socket.once('close', resolve))
    const stop = () => {
      stopping = true
      return gone
    }
    return { gone, stop }
  })
  return {
    gone: Promise.all(connections.map((each) => each.gone)),
    stop: () => Promise.all(connections.map((each) => each.stop())),
  }
}
