// docs/reference/cli.md: every command's own help, from commander's tree.
import { program } from '../../dist/cli/main.js'
import { fenced, MADE, page } from './markdown.mjs'

const WIDTH = 110

export function cliText() {
  const root = program()
  return page(
    MADE("the commands' own help"),
    '# The command line',
    `Results go to standard output, progress and notices to standard error. Exit codes: 0 done, 1 answered no, 2 wrong use,
3 failed.`,
    fenced(helpOf(root), 'text'),
    ...root.commands.flatMap(sectionsOf),
  )
}

const sectionsOf = (command) => [
  `## ${nameOf(command)}`,
  fenced(helpOf(command), 'text'),
  ...command.commands.flatMap(sectionsOf),
]

/** \`keys add\`: with the commands that stand before it, but for the program. */
const nameOf = (command) => (command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name())

function helpOf(command) {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return text.replace(/[ \t]+$/gm, '')
}
