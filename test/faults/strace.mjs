// Faults in system calls, by strace: it is attached to a house that runs, so that its store, a process of its own, is
// left alone, and taken off again when there were enough of them.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export const findStrace = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'strace'))
    .find(existsSync)

let traces = 0

/**
 * @param faults as strace's `inject=` has them, such as `pwrite64:error=EIO:when=3`
 * @returns once they are in place; `end()` takes them away and tells how many there were
 */
export async function inject(pid, faults) {
  const path = join(tmpdir(), `housecount-strace-${process.pid}-${++traces}`)
  const calls = faults.map((fault) => fault.split(':')[0])
  const args = [
    '-f',
    '-o',
    path,
    '-e',
    `trace=${calls.join(',')}`,
    ...faults.flatMap((fault) => ['-e', `inject=${fault}`]),
  ]
  const child = spawn(findStrace(), [...args, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] })
  const gone = new Promise((resolve) => child.once('close', resolve))
  await new Promise((resolve) => {
    child.stderr.once('data', resolve)
    gone.then(resolve)
  })
  return {
    async end() {
      child.kill('SIGINT')
      await gone
      const text = existsSync(path) ? readFileSync(path, 'latin1') : ''
      rmSync(path, { force: true })
      return text.match(/\(INJECTED\)|\(DELAYED\)|killed by SIGKILL/g)?.length ?? 0
    },
  }
}
