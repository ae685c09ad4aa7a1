// What every command has: its name, its flags, and examples below its help.
import { Command, InvalidArgumentError } from 'commander'
import { parseSite, SITE_ALLOWED, type SiteId } from '../domain/event.ts'

/** A command that only holds others. Examples leave `housecount` out, unless another program stands before it. */
export const group = (name: string, description: string, examples: readonly string[]): Command =>
  new Command(name).description(description).addHelpText('after', examplesText(examples))

export function command(name: string, description: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(description)
    .option('--data <dir>', 'the data directory (default: ./data, or HOUSECOUNT_DATA, or housecount.config.ts)')
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', examplesText(examples))
}

const examplesText = (examples: readonly string[]): string =>
  `\nExamples:\n${examples.map((example) => `  ${example.includes('| housecount ') ? example : `housecount ${example}`}`).join('\n')}`

/** The value of `--site`. */
export function siteOf(value: string): SiteId {
  const site = parseSite('site', value)
  if (site.ok) return site.value
  throw new InvalidArgumentError(SITE_ALLOWED)
}
