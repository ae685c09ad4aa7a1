// Text that is there to be taken: one click selects all of it, without a script.
import type { Child } from 'hono/jsx'

/** Words of a language, which go its way; addresses and names in them go their own. */
export const CopyWords = ({ children }: { readonly children: Child }) => <p class="copy words">{children}</p>

/** Code and addresses, which go from left to right in every language. */
export const CopyCode = ({ children }: { readonly children: string }) => (
  <pre class="copy" dir="ltr">
    <code dir="ltr">{children}</code>
  </pre>
)

/** An address among words. */
export const Address = ({ children }: { readonly children: string }) => <bdi dir="ltr">{children}</bdi>
