// What was done at the desk, by whom, and who tried to sign in.
import type { AuditPage, Noted } from '../../collect/operators/audit.ts'
import { documentOf } from '../layout.tsx'
import type { Frame } from './desk.ts'
import { At, Scrolled } from './parts.tsx'
import { Sheet } from './sheet.tsx'

interface AuditView {
  readonly frame: Frame
  readonly page: AuditPage
}

export const auditPage = ({ frame, page }: AuditView): string =>
  documentOf(
    <Sheet
      frame={frame}
      title="Audit trail"
      lead="What was done at this desk and who signed in, the newest first. Lines are added and never changed."
    >
      {page.acts.length === 0 ? (
        <p class="nothing">Nothing yet.</p>
      ) : (
        <Scrolled of="Acts">
          <table class="lines">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">On</th>
                <th scope="col">Detail</th>
              </tr>
            </thead>
            <tbody>{page.acts.map(Line)}</tbody>
          </table>
        </Scrolled>
      )}
      {page.before !== undefined && (
        <p>
          <a href={`/desk/audit?before=${page.before}`}>What was before</a>
        </p>
      )}
    </Sheet>,
  )

const Line = ({ at, operator, act, on, detail }: Noted) => (
  <tr>
    <td>{at && <At value={at} />}</td>
    <td>{operator || <span class="soft">nobody</span>}</td>
    <td>{act}</td>
    <td>{on && <code>{on}</code>}</td>
    <td class="prose">{detail}</td>
  </tr>
)
