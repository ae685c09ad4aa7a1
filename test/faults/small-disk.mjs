// A small file system of its own, so that it can be full without harm to anything else. Needs root.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

/** @returns why it can't be mounted; undefined where it is */
export function mountSmall(directory, sizeMib) {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk'
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMib}m`, 'tmpfs', directory])
  return mounted.status === 0 ? undefined : `a small disk can't be mounted: ${mounted.stderr}`
}

export const unmount = (directory) => spawnSync('umount', ['-l', directory])

/** Fills it, but for so much if it is given. */
export function fill(path, mib = 1024) {
  try {
    for (let written = 0; written < mib; written++) writeFileSync(path, Buffer.alloc(1024 * 1024), { flag: 'a' })
  } catch {
    // It is as full as can be.
  }
}
