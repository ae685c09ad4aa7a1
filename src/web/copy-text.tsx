// Text that is there to be taken: one click selects all of it, without a script.
interface CopyProps {
  readonly children: string
  /** Words of a language, which go its way; code goes from left to right. */
  readonly words?: boolean
}

export const CopyText = ({ children, words }: CopyProps) => (
  <pre class={words ? 'copy words' : 'copy'} dir={words ? 'auto' : 'ltr'}>
    {children}
  </pre>
)
