// `housecount operators`: who may sit at the desk of a house. Operators are added and removed beside a server that runs:
// it looks at their file once a second. A passphrase is made here, and shown this once.
import type { Command } from 'commander'
import { addOperator, changeOperators, findOperators, removeOperator } from '../collect/operators/operators.ts'
import { hashOf, newPassphrase } from '../collect/operators/passphrase.ts'
import { sentence } from '../domain/problem.ts'
import { instant } from '../domain/time.ts'
import { command, group } from './command.ts'
import { print, printJson, table } from './output.ts'
import { type CommonFlags, directoryOf, misuse, NotFound } from './with-house.ts'

export const operatorsCommand = (): Command => {
  const root = group(
    'operators',
    'list, add and remove who may sign in at /desk; a server that runs takes the change',
    ['operators', 'operators add mara', 'operators remove mara'],
  )
  root.addCommand(listCommand(), { isDefault: true })
  root.addCommand(addCommand())
  root.addCommand(removeCommand())
  return root
}

const listCommand = (): Command =>
  command('list', 'the operators of the house (the default)', ['operators list', 'operators --json']).action(
    async (flags: CommonFlags) => {
      const { operators } = (await findOperators(await directoryOf(flags))) ?? { operators: [] }
      if (flags.json) return printJson(operators.map(({ name, added }) => ({ name, added })))
      print(
        table(
          [{ name: 'operator' }, { name: 'since' }],
          operators.map(({ name, added }) => [name, added]),
        ),
      )
    },
  )

const addCommand = (): Command =>
  command('add', 'add an operator, and print a passphrase that is shown this once', ['operators add mara'])
    .argument('<name>', 'by which the operator signs in, and stands in the audit trail')
    .action(async (name: string, flags: CommonFlags) => {
      const directory = await directoryOf(flags)
      const passphrase = newPassphrase()
      const hash = await hashOf(passphrase)
      const result = await changeOperators(directory, (before) => addOperator(before, name, hash, instant(Date.now())))
      if (!result.ok) throw misuse(result.problems)
      if (flags.json) return printJson({ name, passphrase })
      print(`${passphrase}\npassphrase of ${name}, shown this once; the desk is at /desk of the house`)
    })

const removeCommand = (): Command =>
  command('remove', 'remove an operator, who is signed out with that', ['operators remove mara'])
    .argument('<name>', 'the operator, as `housecount operators` lists')
    .action(async (name: string, flags: CommonFlags) => {
      const result = await changeOperators(await directoryOf(flags), (before) => removeOperator(before, name))
      if (!result.ok) throw new NotFound(result.problems.map(sentence).join('\n'))
      if (flags.json) printJson({ name, removed: true })
      else print(`${name} may not sign in any more`)
    })
