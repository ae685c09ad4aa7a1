// A page for what went wrong: the same facts that the API sends as a problem, for people.
import type { ProblemAnswer } from '../publish/answers.ts'
import { Name } from './figures.tsx'
import { documentOf, Layout } from './layout.tsx'
import { tell, type Voice } from './voice.ts'

/** The page for a 400, 404 or 500. The status goes into the response as well as onto the page. */
export function problemPage(problem: ProblemAnswer, voice: Voice): string {
  const { words, links } = voice
  const { problem: said, layout } = words.pages
  const title = titleOf(problem, voice)
  return documentOf(
    <Layout voice={voice} title={title}>
      <header class="playbill problem">
        <p class="status">{String(problem.status)}</p>
        <h1>{title}</h1>
      </header>
      {problem.problems && problem.problems.length > 0 && (
        <ul class="problems">
          {problem.problems.map(({ field, value, allowed }) => (
            <li>
              <code dir="ltr">{field}</code>:{' '}
              {tell(voice, said.notAllowed, {
                value: (
                  <code>
                    <Name>{value}</Name>
                  </code>
                ),
              })}
              {/* What is allowed instead is said by the API, and in English. */}
              {voice.language === 'en' && ` Allowed: ${allowed}.`}
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={links.home}>{layout.toAllCharts}</a>
      </p>
    </Layout>,
  )
}

/** The API's own titles, by their first words; of the others the status says enough. */
const TITLES: Readonly<Record<string, keyof Voice['words']['pages']['problem']['titles']>> = {
  'No such chart': 'noChart',
  'No such title': 'noTitle',
  'No such region': 'noRegion',
  'No such feed': 'noFeed',
  'No such counter': 'noCounter',
}

function titleOf({ title, status }: ProblemAnswer, { words }: Voice): string {
  const { titles } = words.pages.problem
  const known = TITLES[title]
  if (known) return titles[known]
  if (status === 404) return titles.nothingHere
  if (status === 503) return titles.notNow
  return status < 500 ? titles.notAllowed : titles.bug
}
