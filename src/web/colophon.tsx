// The foot of an edition: by which rule it was counted, that the books balance, and which bytes were published.
import { BOOK_TERMS } from '../domain/bucket.ts'
import type { EditionAnswer } from '../publish/answers.ts'
import { changeWords, notesOn } from '../publish/change-words.ts'
import { formulaWords, versionWords } from '../publish/method-words.ts'
import { capitalised, DigestCode, Moment, Name } from './figures.tsx'
import { type EditionPlace, FORMATS, type Links } from './links.ts'
import { exact } from './numbers.ts'

interface ColophonProps {
  readonly edition: EditionAnswer
  readonly links: Links
  readonly language: string
}

const STATE_WORDS = {
  provisional: { name: 'Provisional', says: 'The figures may still change, until the late events are in.' },
  final: { name: 'Final', says: 'The books of this edition are closed.' },
  restated: { name: 'Restated', says: 'This edition corrects one published before.' },
} as const satisfies Record<EditionAnswer['state'], { readonly name: string; readonly says: string }>

/** The stamp at the head of the page: the state in words, and the reason where there is one. */
export const State = ({ edition, links }: Omit<ColophonProps, 'language'>) => {
  const { state, reason, revision, revisions } = edition
  return (
    <p class={`state ${state}`}>
      <strong>{STATE_WORDS[state].name}</strong> <span>{STATE_WORDS[state].says}</span>
      {reason !== null && (
        <span class="reason">
          {' '}
          Reason: <Name>{reason}</Name>
        </span>
      )}
      {revision !== revisions.at(-1) && (
        <span class="reason">
          {' '}
          This is an earlier revision. <a href={links.edition(placeOf(edition))}>The one that stands</a>
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

export function Colophon({ edition, links, language }: ColophonProps) {
  const { chart, method, books } = edition
  return (
    <footer class="colophon">
      <section aria-labelledby="counted">
        <h2 id="counted">How this was counted</h2>
        <p>
          {versionWords(method, language)} {formulaWords(method, language)}{' '}
          <a href={links.methodPage(chart.id)}>The method in full</a>
        </p>
        <Equation books={books} language={language} />
      </section>
      <section aria-labelledby="edition">
        <h2 id="edition">This edition</h2>
        <EditionFacts edition={edition} language={language} />
        {edition.changes && <Restated changes={edition.changes} language={language} />}
        <Revisions edition={edition} links={links} language={language} />
        <Downloads edition={edition} links={links} />
      </section>
    </footer>
  )
}

/** What was stored, and what became of it. */
export const Equation = ({
  books,
  language,
}: {
  readonly books: EditionAnswer['books']
  readonly language: string
}) => (
  <p class="equation">
    <Term value={books.stored} word="stored" language={language} />{' '}
    {BOOK_TERMS.flatMap((term, index) =>
      books[term] === undefined ? (
        []
      ) : (
        <>
          <Term sign={index === 0 ? '=' : '+'} value={books[term]} word={term} language={language} />{' '}
        </>
      ),
    )}
  </p>
)

interface TermProps {
  readonly sign?: '=' | '+'
  readonly value: number
  readonly word: string
  readonly language: string
}

const Term = ({ sign, value, word, language }: TermProps) => (
  <span class="term">
    {sign && <span class="sign">{`${sign} `}</span>}
    <data value={String(value)}>{exact(value, language)}</data> <span class="word">{word}</span>
  </span>
)

const EditionFacts = ({ edition, language }: Omit<ColophonProps, 'links'>) => (
  <dl class="facts">
    <dt>Published</dt>
    <dd>
      <Moment value={edition.publishedAt} language={language} />
    </dd>
    <dt>Revision</dt>
    <dd>{exact(edition.revision, language)}</dd>
    <dt>Digest</dt>
    <dd>
      <DigestCode value={edition.digest} />
    </dd>
    <dt>Previous digest</dt>
    <dd>{edition.previous === null ? 'none: the first edition' : <DigestCode value={edition.previous} />}</dd>
  </dl>
)

interface RestatedProps {
  readonly changes: NonNullable<EditionAnswer['changes']>
  readonly language: string
}

/** What the revision before said, and what this one says. */
function Restated({ changes, language }: RestatedProps) {
  const lines = changes.lines.map((line) => changeWords(line, (value) => exact(value, language)))
  return (
    <div class="changes note">
      <h3>What the restatement changed</h3>
      <ul>
        {lines.map(({ place, title, amounts }) => (
          <li>
            {capitalised(place, language)}: <Name>{title}</Name>
            {amounts && ` ${amounts}`}
          </li>
        ))}
        {notesOn(changes).map(({ words, titles }) => (
          <li>
            {capitalised(words, language)}
            {titles.map((title, index) => (
              <>
                {index === 0 ? ' ' : ', '}
                <Name>{title}</Name>
              </>
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Every other revision stays readable; the first edition of a week has none beside it. */
function Revisions({ edition, links, language }: ColophonProps) {
  const others = edition.revisions.filter((each) => each !== edition.revision)
  if (others.length === 0) return null
  return (
    <p class="downloads">
      <span class="label">Other revisions</span>{' '}
      {others.map((revision) => (
        <>
          <a href={links.edition({ ...placeOf(edition), revision })}>{exact(revision, language)}</a>{' '}
        </>
      ))}
    </p>
  )
}

function Downloads({ edition, links }: Omit<ColophonProps, 'language'>) {
  const { revision, revisions } = edition
  const place = { ...placeOf(edition), revision: revision === revisions.at(-1) ? undefined : revision }
  return (
    <p class="downloads">
      <span class="label">Download</span>{' '}
      {FORMATS.map((format) => (
        <>
          <a href={links.download(place, format)}>{format.toUpperCase()}</a>{' '}
        </>
      ))}
      <span class="label">All weeks</span>{' '}
      {FORMATS.map((format) => (
        <>
          <a href={links.whole(place, format)}>{format.toUpperCase()}</a>{' '}
        </>
      ))}
      <a href={links.columns}>What the columns mean</a> <a href={links.feed(place)}>Feed</a>
    </p>
  )
}
