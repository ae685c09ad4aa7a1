// Makes one minified script for browsers out of TypeScript and what it imports.
import { build } from 'rolldown'

/**
 * @param {string} entry the module to begin with
 * @param {string} out the script; its directory is made
 * @param {'iife' | 'es'} format a plain script, or one of `type="module"`
 * @param {string} target the oldest language that its browsers speak
 */
export const bundle = (entry, out, format = 'iife', target = 'es2020') =>
  build({
    input: entry,
    platform: 'browser',
    tsconfig: false,
    transform: { target },
    output: { file: out, format, minify: true },
  })
