// The command line. Results go to standard output, notices to standard error; exit codes: 0 done, 1 answered no,
// 2 wrong use, 3 failed.
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { Failure } from '../domain/problem.ts'
import { chartCommand } from './chart.ts'
import { chartedCommand } from './charted.ts'
import { compareCommand } from './compare.ts'
import { countCommand } from './count.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { keysCommand } from './keys.ts'
import { lateCommand } from './late.ts'
import { listCommand } from './list.ts'
import { methodCommand } from './method.ts'
import { operatorsCommand } from './operators.ts'
import { notice } from './output.ts'
import { rebuildCommand } from './rebuild.ts'
import { selftestCommand } from './selftest.ts'
import { serveCommand } from './serve.ts'
import { titleCommand } from './title.ts'
import { verifyCommand } from './verify.ts'
import { Misuse, NotFound } from './with-house.ts'

const VERSION = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version as string

export function program(): Command {
  const root = new Command('housecount')
    .description('The audience-measurement engine whose numbers are made to be published.')
    .version(VERSION)
    .showHelpAfterError('(add --help for what is allowed)')
    .addHelpText(
      'after',
      `
Examples:
  housecount demo                                  a streaming service of our own, with live numbers
  housecount import netflix-top10 all-weeks-global.tsv
  housecount chart tv-english --week 2022-05-01
  housecount charted "Squid Game: Season 1"
  housecount serve

Every command takes --data DIR (default ./data) and --json. Exit codes: 0 done, 1 answered no, 2 wrong use, 3 failed.`,
    )
  const commands = [
    serveCommand(),
    demoCommand(),
    importCommand(),
    chartCommand(),
    chartedCommand(),
    titleCommand(),
    methodCommand(),
    countCommand(),
    listCommand(),
    lateCommand(),
    compareCommand(),
    exportCommand(),
    verifyCommand(),
    rebuildCommand(),
    keysCommand(),
    operatorsCommand(),
    doctorCommand(),
    selftestCommand(),
  ]
  for (const command of commands) root.addCommand(strict(command))
  root.exitOverride()
  return root
}

/** Wrong use exits with 2 at every level. */
function strict(command: Command): Command {
  command.exitOverride().showHelpAfterError('(add --help for what is allowed)')
  for (const each of command.commands) strict(each)
  return command
}

/** Runs a command line and sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that stops reading, such as `head`, is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3))
  try {
    await program().parseAsync([...argv])
  } catch (error) {
    process.exitCode = exitCodeOf(error)
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof NotFound) {
    notice(`housecount: ${error.message}`)
    return 1
  }
  if (error instanceof Misuse) {
    notice(`housecount: ${error.message}`)
    return 2
  }
  if (error instanceof Failure) {
    notice(`housecount: ${error.message}`)
    return 3
  }
  notice(`housecount: this is a bug, please report it\n${error instanceof Error ? error.stack : String(error)}`)
  return 3
}
