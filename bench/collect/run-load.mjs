// Runs one job of the load generator against a server that stands, and measures what the server spends meanwhile.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cpuSeconds, memoryMib } from './processes.mjs'

const LOAD = fileURLToPath(new URL('./load.mjs', import.meta.url))
/** Ids of different runs must differ. */
let runs = Math.floor(Math.random() * 0x7fffff)

export function nextRun() {
  runs += 64
  return runs & 0xffffff
}

/**
 * @param server what a rival's `start` gives: its processes and how to send to it
 * @param job connections, batch, inFlight, warmUpMs, measuredMs, eventsPerSecond?, numbersPath?
 * @returns at once: `began` and `ended` (measuring), `stop()`, `acknowledged()`, and `result` with cpuSeconds and peakMib
 */
export function startLoad(server, job) {
  const child = fork(LOAD, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const full = { inFlight: 1, run: nextRun(), warmUpMs: 0, ...server.target, ...job }
  child.send(full)
  let acknowledged = 0
  let cpu = 0
  let peakMib = 0
  let sampling
  const sample = () => {
    peakMib = Math.max(peakMib, memoryMib(server.pids))
  }
  let begun
  const began = new Promise((resolve) => {
    begun = resolve
  })
  let over
  const ended = new Promise((resolve) => {
    over = resolve
  })
  const result = new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (message.begin) {
        cpu = -cpuSeconds(server.pids)
        sampling = setInterval(sample, 1000)
        begun()
      } else if (message.end) {
        cpu += cpuSeconds(server.pids)
        clearInterval(sampling)
        sample()
        over()
      } else if (message.result) resolve({ ...message.result, cpuSeconds: cpu, peakMib, run: full.run })
      else acknowledged = message.acknowledged
    })
    child.once('exit', (code) => {
      clearInterval(sampling)
      if (code !== 0) reject(new Error(`the load generator ended with exit code ${code}`))
    })
  })
  return { began, ended, result, acknowledged: () => acknowledged, stop: () => child.connected && child.send('stop') }
}
