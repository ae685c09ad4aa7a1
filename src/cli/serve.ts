import type { Command } from 'commander'
import { command } from './command.ts'
export const serveCommand = (): Command => command('serve', 'serve', ['serve'])
