// Name and passphrase. The answer to a wrong one does not say which of the two it was.
import { documentOf } from '../layout.tsx'
import { PlainSheet } from './sheet.tsx'

export interface SignInView {
  /** Where to go on. */
  readonly next: string
  readonly name?: string
  /** Why the last try was not let in. */
  readonly refused?: string | undefined
  /** Nobody can: a house begins without operators. */
  readonly hasNobody?: boolean
}

export const signInPage = ({ next, name = '', refused, hasNobody = false }: SignInView): string =>
  documentOf(
    <PlainSheet title="Sign in">
      <h1>Sign in</h1>
      {hasNobody && (
        <p class="note">
          This house has no operators yet. Add one on its machine: <code>housecount operators add NAME</code> prints a
          passphrase.
        </p>
      )}
      {refused && (
        <p class="refused" role="alert">
          {refused}
        </p>
      )}
      <form class="fields" method="post" action="/desk/sign-in">
        <input type="hidden" name="next" value={next} />
        <label>
          Name
          <input name="name" value={name} autocomplete="username" autocapitalize="none" required maxlength={64} />
        </label>
        <label>
          Passphrase
          <input type="password" name="passphrase" autocomplete="current-password" required maxlength={200} />
        </label>
        <button type="submit">Sign in</button>
      </form>
    </PlainSheet>,
  )
