// Servers as processes of their own: starting them, what they cost (from /proc), and ending them. A server may be a
// tree of processes: its children count as itself.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Where a program lies: on PATH, or in one of the directories that packages put it in; undefined if it is not installed. */
export function findProgram(name, ...more) {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', ...more]
  return directories.map((directory) => join(directory, name)).find((path) => existsSync(path))
}

/** A port of the loopback that nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Starts a program; what it says on standard error is told if it ends before it should. */
export function startProgram(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  const started = { child, pid: child.pid, said: '', ended: false, gone: undefined }
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      started.said = `${started.said}${text}`.slice(-4000)
    })
  started.gone = new Promise((resolve) => {
    child.once('error', (error) => {
      started.said += error.message
    })
    child.once('close', () => {
      started.ended = true
      resolve()
    })
  })
  return started
}

/** Waits until a port accepts; throws with what the program said if it ends first. */
export async function untilListening(port, started) {
  while (!(await accepts(port))) {
    if (started.ended) throw new Error(`${started.child.spawnfile} ended: ${started.said.trim()}`)
    await sleep(20)
  }
}

const accepts = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })

/** Ends a program and everything below it at once. */
export async function killTree(started) {
  for (const pid of treeOf([started.pid])) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It went before.
    }
  }
  await started.gone
}

const TICKS = Number(spawnSync('getconf', ['CLK_TCK']).stdout) || 100

/** The processes and all their descendants. */
export function treeOf(roots) {
  const children = new Map()
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(name) : undefined
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(name)])
  }
  const tree = []
  for (const left = [...roots]; left.length > 0; ) {
    const pid = left.pop()
    tree.push(pid)
    left.push(...(children.get(pid) ?? []))
  }
  return tree
}

/** Seconds of processor time that a tree has taken so far, those of children that have ended included. */
export const cpuSeconds = (roots) => treeOf(roots).reduce((sum, pid) => sum + (statOf(pid)?.ticks ?? 0), 0) / TICKS

/** Memory that a tree holds now, in MiB; what several processes share is counted once. */
export function memoryMib(roots) {
  let kib = 0
  for (const pid of treeOf(roots)) {
    try {
      kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0)
    } catch {
      // It went meanwhile.
    }
  }
  return kib / 1024
}

function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0)
    return { parent: Number(fields[1]), ticks }
  } catch {
    return undefined
  }
}
