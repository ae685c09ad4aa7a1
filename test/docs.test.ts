// The docs hold together: links lead somewhere, and commands have the flags that are written for them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { program } from '../src/cli/main.ts'

const ROOT = join(import.meta.dirname, '..')

const PAGES = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const withoutCode = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, 'code')

/** A heading's address, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .replaceAll('`', '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

const anchorsIn = (text: string): readonly string[] =>
  [...text.replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading))

/** The links of a page that lead nowhere. */
function brokenLinks(path: string, text: string): readonly string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target)
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? path : relative(ROOT, join(ROOT, dirname(path), file))
    if (!existsSync(join(ROOT, target))) return true
    return anchor !== undefined && !anchorsIn(textOf(target)).includes(anchor)
  })
}

/** `housecount …` as it is written in blocks of a shell, without what stands behind a comment or a pipe. */
const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)]
    .filter(([, language = '']) => ['', 'sh'].includes(language))
    .flatMap(([, , block = '']) => block.split('\n'))
    .flatMap((line) => /(?:^|\s|\$\()(?:bin\/)?housecount ([^#|><&]*)/.exec(line)?.[1] ?? [])

/** The words of a command that the command line does not have. */
function unknownWords(root: Command, line: string): readonly string[] {
  const words = line.trim().split(/\s+/)
  let command = root
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word)
    if (!next) break
    command = next
  }
  if (command === root) return words.slice(0, 1)
  // The command that a group runs where none is named has its flags as well.
  const known = [command, ...command.commands].flatMap(({ options }) => options.map((option) => option.long))
  return words.filter((word) => word.startsWith('--')).filter((word) => !known.includes(word.replace(/[=)].*$/, '')))
}

describe('the docs', () => {
  test.each(PAGES)('%s has no link that leads nowhere', (path) => {
    expect(brokenLinks(path, textOf(path))).toEqual([])
  })

  test.each(PAGES)('%s has no command that there is not', (path) => {
    expect(commandsIn(textOf(path)).flatMap((line) => unknownWords(program(), line))).toEqual([])
  })

  test('are all found from their index', () => {
    const index = textOf('docs/README.md')
    const pages = PAGES.filter((path) => path.startsWith('docs/') && !/decisions|docs\/README/.test(path))
    expect(pages.filter((path) => !index.includes(`](${relative('docs', path)})`))).toEqual([])
  })
})

describe('what looks at them', () => {
  test('finds a link to a file and to a heading that are not there', () => {
    const text = '[a](start.md) [b](nowhere.md) [c](start.md#nowhere) [d](#here) [e](https://x.example)\n# Here\n'
    expect(brokenLinks('docs/other.md', text)).toEqual(['nowhere.md', 'start.md#nowhere', '#here'])
  })

  test('finds a command and a flag that are not there', () => {
    const text =
      '```sh\nhousecount chart films --wek 2 # --json\nbin/housecount served | cat\nhousecount keys --reveal\n```\n'
    expect(commandsIn(text).flatMap((line) => unknownWords(program(), line))).toEqual(['--wek', 'served'])
  })
})
