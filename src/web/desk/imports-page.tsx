// Bringing lines in: the form, what became of each line, and what was imported before.
import type { Waiting } from '../../charts/waiting.ts'
import type { PastImport } from '../../collect/import-record.ts'
import type { SiteId } from '../../domain/event.ts'
import type { BroughtIn, Run } from '../../publish/desk/imports.ts'
import { documentOf } from '../layout.tsx'
import { exact } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { At, Scrolled } from './parts.tsx'
import { Sheet, Token } from './sheet.tsx'
import { SiteChoice } from './site-choice.tsx'
import { WaitingNote } from './waiting-page.tsx'

export interface ImportsView {
  readonly frame: Frame
  readonly sites: readonly SiteId[]
  readonly site: SiteId
  /** The newest first. */
  readonly past: readonly PastImport[]
  readonly problems?: readonly string[]
  readonly typed?: { readonly lines: string; readonly reason: string }
}

/** Shown of what was imported before. */
const PAST_MAX = 50
/** Shown of what became of lines. */
const RUNS_MAX = 500

const EXAMPLE =
  '{"id":"019a5b2e-7c1d-7000-8000-000000000001","at":"2026-01-08T20:01:02Z","kind":"view","item":"paper-hearts","country":"GB","weight":41}'

export const importsPage = ({ frame, sites, site, past, problems, typed }: ImportsView): string =>
  documentOf(
    <Sheet
      frame={frame}
      title="Imports"
      lead="One JSON object a line, as a trusted sender writes it. The same lines again change nothing. Final editions that would say something else wait until you have seen what."
    >
      {problems && (
        <ul class="refused" role="alert">
          {problems.map((each) => (
            <li>{each}</li>
          ))}
        </ul>
      )}
      <form class="fields bring" method="post" action="/desk/imports" enctype="multipart/form-data">
        <Token frame={frame} />
        <SiteChoice sites={sites} chosen={site} />
        <fieldset>
          <legend>Lines are</legend>
          <div class="choices">
            <label class="choice">
              <input type="radio" name="form" value="events" checked />
              <span>events</span>
            </label>
            <label class="choice">
              <input type="radio" name="form" value="items" />
              <span>catalogue entries</span>
            </label>
          </div>
        </fieldset>
        <label>
          Paste them
          <textarea name="lines" rows={8} spellcheck={false} placeholder={EXAMPLE}>
            {typed?.lines ?? ''}
          </textarea>
        </label>
        <label>
          or choose a file, up to 16 MB
          <input type="file" name="file" accept=".ndjson,.jsonl,.json,.txt" />
        </label>
        <label>
          Why they are brought in: told with each edition that is restated
          <input name="reason" value={typed?.reason ?? ''} required maxlength={300} />
        </label>
        <button type="submit">Bring in</button>
      </form>
      <Past past={past} />
    </Sheet>,
  )

const Past = ({ past }: { past: readonly PastImport[] }) => (
  <section aria-labelledby="past">
    <h2 id="past">Imported before</h2>
    {past.length === 0 ? (
      <p class="nothing">Nothing yet.</p>
    ) : (
      <Scrolled of="Past imports">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Input</th>
              <th scope="col" class="number">
                Lines
              </th>
              <th scope="col" class="number">
                Stored
              </th>
              <th scope="col" class="number">
                Rejected
              </th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {past.slice(0, PAST_MAX).map((each) => (
              <tr>
                <td>{each.at ? <At value={each.at} /> : <span class="soft">unknown</span>}</td>
                <th scope="row" class="item">
                  {each.name ?? <code title={each.digest}>{each.digest.slice(0, 8)}</code>}
                </th>
                <td class="number">{exact(each.read)}</td>
                <td class="number">{exact(each.stored)}</td>
                <td class="number">{exact(each.rejected)}</td>
                <td class="prose">{each.reason ?? <span class="soft">none given</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    )}
  </section>
)

export interface BroughtView {
  readonly frame: Frame
  readonly brought: BroughtIn
  readonly waiting: readonly Waiting[]
}

export const broughtPage = ({ frame, brought, waiting }: BroughtView): string =>
  documentOf(
    <Sheet frame={frame} title="Brought in" lead={`${brought.name}: ${brought.reason}`}>
      <p class={brought.rejected > 0 ? 'refused' : 'told'} role="status">
        {exact(brought.stored)} stored, {exact(brought.rejected)} rejected
        {brought.skipped > 0 && `, ${exact(brought.skipped)} lines were imported before`}.
      </p>
      <WaitingNote waiting={waiting} />
      {brought.runs.length > 0 && <Runs runs={brought.runs} rejectedFile={brought.rejectedFile} />}
      <p>
        <a href="/desk/imports">All imports, and another one</a>
      </p>
    </Sheet>,
  )

const VERDICTS = {
  stored: 'stored',
  duplicate: 'duplicate: it is here already, and counts once',
  conflict: 'conflict: this id has another content as well, and one of them counts',
  rejected: 'rejected',
} as const satisfies Record<Run['verdict'], string>

const Runs = ({ runs, rejectedFile }: { runs: readonly Run[]; rejectedFile: string }) => (
  <section aria-labelledby="verdicts">
    <h2 id="verdicts">Line by line</h2>
    <Scrolled of="Verdicts">
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Lines</th>
            <th scope="col">Became</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {runs.slice(0, RUNS_MAX).map(({ from, to, verdict, why }) => (
            <tr>
              <th scope="row">{from === to ? exact(from) : `${exact(from)} to ${exact(to)}`}</th>
              <td>
                <span class={verdict === 'stored' ? 'mark good' : 'mark'}>
                  {verdict === 'stored' ? '✓ stored' : verdict}
                </span>
              </td>
              <td class="prose">{why ?? (verdict === 'stored' ? '' : VERDICTS[verdict].split(': ')[1])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
    {runs.length > RUNS_MAX && (
      <p class="note">
        {exact(runs.length - RUNS_MAX)} more. What was rejected is in <code>{rejectedFile}</code>, each line with its
        reason.
      </p>
    )}
  </section>
)
