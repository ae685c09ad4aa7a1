// Text that is there to be taken: one click selects all of it, without a script.
interface CopyProps {
  /** What it is, for those who listen. */
  readonly label: string
  readonly children: string
  /** Words of a language, which go its way; code goes from left to right. */
  readonly words?: boolean
}

export const CopyText = ({ label, children, words }: CopyProps) => (
  // It may be wider than the page, and has to be reached without a mouse.
  <section class={words ? 'copy words' : 'copy'} tabindex={0} aria-label={label}>
    <pre dir={words ? 'auto' : 'ltr'}>{children}</pre>
  </section>
)
