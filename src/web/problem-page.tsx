// A page for what went wrong: the same facts that the API sends as a problem, for people.
import type { ProblemAnswer } from '../publish/answers.ts'
import { documentOf, Layout } from './layout.tsx'
import { linksFrom } from './links.ts'

/** The page for a 400, 404 or 500. The status goes into the response as well as onto the page. */
export function problemPage(problem: ProblemAnswer, language = 'en', origin = ''): string {
  const links = linksFrom(origin)
  return documentOf(
    <Layout title={problem.title} language={language} links={links}>
      <header class="playbill problem">
        <p class="status">{String(problem.status)}</p>
        <h1>{problem.title}</h1>
        {problem.detail && <p class="lead">{problem.detail}</p>}
      </header>
      {problem.problems && problem.problems.length > 0 && (
        <ul class="problems">
          {problem.problems.map(({ field, value, allowed }) => (
            <li>
              <code>{field}</code>: <code>{value}</code> is not allowed; {allowed}.
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={links.home}>To all charts</a>
      </p>
    </Layout>,
  )
}
