// Which state of the source a run was of: its commit, or the package's version where there is no git.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

export function version(): string {
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] })
    return `commit ${commit.toString().trim()}`
  } catch {
    return `version ${JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version}`
  }
}
