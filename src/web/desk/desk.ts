// What the desk's pages are made from, and what a section of it is. The desk asks the functions that the command line
// and the API ask; what an operator does goes through `gate.ts` before it reaches a section, and is noted in the audit
// trail before it is answered.
import type { Context, Hono } from 'hono'
import type { Env } from '../../collect/http.ts'
import { type Act, AuditTrail } from '../../collect/operators/audit.ts'
import { OperatorRing } from '../../collect/operators/operator-ring.ts'
import { type Session, Sessions, type Told } from '../../collect/operators/sessions.ts'
import { SignIn } from '../../collect/operators/sign-in.ts'
import type { Watched } from '../../publish/vitals.ts'

export interface DeskOptions extends Watched {
  /** Proxies of the operator's own in front; with 0, nothing that is forwarded is believed. */
  readonly proxies: number
  readonly notice: (text: string) => void
}

export interface Desk extends DeskOptions {
  readonly operators: OperatorRing
  readonly sessions: Sessions
  readonly signIn: SignIn
  readonly audit: AuditTrail
  close(): void
}

export async function openDesk(options: DeskOptions): Promise<Desk> {
  const { house, notice } = options
  const operators = await OperatorRing.open(house.directory, notice)
  const find = (name: string) => operators.find(name)
  return {
    ...options,
    operators,
    sessions: new Sessions(house.now, find),
    signIn: new SignIn(house.now, find),
    audit: AuditTrail.open(house.directory, house.now),
    close: () => operators.close(),
  }
}

/** What stands around every page of the desk. */
export interface Frame {
  readonly operator: string
  /** Goes into each form, as `<Token frame={frame} />`. */
  readonly token: string
  readonly sections: readonly Pick<Section, 'path' | 'title'>[]
  /** The path of the section that is shown. */
  readonly current: string
  readonly told?: Told | undefined
}

/** What a section's routes find in their context: somebody is signed in, and a form is one of theirs. */
export interface DeskEnv extends Env {
  Variables: {
    readonly frame: Frame
    readonly session: Session
    /** Of a POST: its fields and files. */
    readonly form: FormData
  }
}

export interface Section {
  /** Such as `/desk/events`. */
  readonly path: string
  readonly title: string
  /** Its pages and forms; their paths go on from the section's. */
  readonly routes: (desk: Desk) => Hono<DeskEnv>
  /** Of a form that is sent to it; 64 KiB if nothing else is said. */
  readonly bodyBytesMax?: number
}

/** Notes what the operator has done, and leads to a page that tells of it once. */
export async function done(
  c: Context<DeskEnv>,
  desk: Desk,
  act: Omit<Act, 'operator'>,
  told: Told,
  to: string,
): Promise<Response> {
  const session = c.get('session')
  await desk.audit.note({ operator: session.operator.name, ...act })
  session.told = told
  return c.redirect(to, 303)
}
