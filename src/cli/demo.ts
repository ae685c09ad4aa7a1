import type { Command } from 'commander'
import { command } from './command.ts'
export const demoCommand = (): Command => command('demo', 'demo', ['demo'])
