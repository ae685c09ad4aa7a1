// The foot of an edition: by which rule it was counted, that the books balance, and which bytes were published.
import { BOOK_TERMS } from '../domain/bucket.ts'
import type { EditionAnswer } from '../publish/answers.ts'
import { Changes } from './changes.tsx'
import { DigestCode, Moment, Name } from './figures.tsx'
import type { EditionPlace } from './links.ts'
import { formulaWords, versionWords } from './method-words.ts'
import { exact } from './numbers.ts'
import { sentences, tell, type Voice } from './voice.ts'

interface ColophonProps {
  readonly edition: EditionAnswer
  readonly voice: Voice
}

/** The stamp at the head of the page: the state in words, and the reason where there is one. */
export const State = ({ edition, voice }: ColophonProps) => {
  const { words, links } = voice
  const { edition: said } = words.pages
  const { state, reason, revision, revisions } = edition
  return (
    <p class={`state ${state}`}>
      <strong>{words.states[state]}</strong> <span>{said[state]}</span>
      {reason !== null && <span class="reason"> {tell(voice, said.reason, { reason: <Name>{reason}</Name> })}</span>}
      {revision !== revisions.at(-1) && (
        <span class="reason">
          {' '}
          {said.earlier} <a href={links.edition(placeOf(edition))}>{said.standing}</a>
        </span>
      )}
    </p>
  )
}

const placeOf = ({ chart, region, window }: EditionAnswer): EditionPlace => ({
  chart: chart.id,
  region,
  week: window.name,
})

export function Colophon({ edition, voice }: ColophonProps) {
  const { chart, method, books } = edition
  const { words, links } = voice
  const { edition: said } = words.pages
  return (
    <footer class="colophon">
      <section aria-labelledby="counted">
        <h2 id="counted">{said.counted}</h2>
        <p>
          {sentences(voice, [versionWords(method, voice), formulaWords(method, voice)])}{' '}
          <a href={links.methodPage(chart.id)}>{said.method}</a>
        </p>
        <Equation books={books} voice={voice} />
      </section>
      <section aria-labelledby="edition">
        <h2 id="edition">{said.thisEdition}</h2>
        <EditionFacts edition={edition} voice={voice} />
        {edition.changes && (
          <div class="changes note">
            <h3>{said.changed}</h3>
            <Changes changes={edition.changes} voice={voice} />
          </div>
        )}
        <Revisions edition={edition} voice={voice} />
      </section>
    </footer>
  )
}

/** What was stored, and what became of it. */
export const Equation = ({ books, voice }: { readonly books: EditionAnswer['books']; readonly voice: Voice }) => (
  <p class="equation">
    <Term value={books.stored} term="stored" voice={voice} />{' '}
    {BOOK_TERMS.flatMap((term, index) =>
      books[term] === undefined ? (
        []
      ) : (
        <>
          <Term sign={index === 0 ? '=' : '+'} value={books[term]} term={term} voice={voice} />{' '}
        </>
      ),
    )}
  </p>
)

interface TermProps {
  readonly sign?: '=' | '+'
  readonly value: number
  readonly term: keyof EditionAnswer['books']
  readonly voice: Voice
}

const Term = ({ sign, value, term, voice: { language, words } }: TermProps) => (
  <span class="term">
    {sign && <span class="sign">{`${sign} `}</span>}
    <data value={String(value)}>{exact(value, language)}</data> <span class="word">{words.pages.books[term]}</span>
  </span>
)

const EditionFacts = ({ edition, voice: { language, words } }: ColophonProps) => (
  <dl class="facts">
    <dt>{words.pages.edition.published}</dt>
    <dd>
      <Moment value={edition.publishedAt} language={language} />
    </dd>
    <dt>{words.pages.edition.revision}</dt>
    <dd>{exact(edition.revision, language)}</dd>
    <dt>{words.pages.edition.digest}</dt>
    <dd>
      <DigestCode value={edition.digest} />
    </dd>
    <dt>{words.pages.edition.previousDigest}</dt>
    <dd>{edition.previous === null ? words.pages.edition.first : <DigestCode value={edition.previous} />}</dd>
  </dl>
)

/** Every other revision stays readable; the first edition of a week has none beside it. */
function Revisions({ edition, voice: { language, words, links } }: ColophonProps) {
  const others = edition.revisions.filter((each) => each !== edition.revision)
  if (others.length === 0) return null
  return (
    <p class="downloads">
      <span class="label">{words.pages.edition.otherRevisions}</span>{' '}
      {others.map((revision) => (
        <>
          <a href={links.edition({ ...placeOf(edition), revision })}>{exact(revision, language)}</a>{' '}
        </>
      ))}
    </p>
  )
}
