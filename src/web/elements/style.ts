// The look that all elements share: the house's ledger, in the page's own colours where it names them. Every colour is
// a custom property; logical properties alone, so that it also reads from right to left.
import { css } from 'lit'

export const tokens = css`
  :host {
    --ink: var(--house-ink, light-dark(#15201a, #e9efe9));
    --soft: var(--house-soft, light-dark(#4b5a51, #a3b1a8));
    --rule: var(--house-rule, light-dark(#c3cfc4, #34413a));
    --edge: var(--house-edge, light-dark(#6d7d72, #7f8f85));
    --band: var(--house-band, light-dark(#e8efe6, #18201c));
    --field: var(--house-field, light-dark(#ffffff, #18201c));
    --accent: var(--house-accent, light-dark(#a0122b, #ff9096));
    --fill: var(--house-fill, light-dark(#8a0f25, #74101f));
    --on-fill: var(--house-on-fill, #fff6f0);
    --radius: var(--house-radius, 2px);
    --text: var(--house-font, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif);
    --display: var(
      --house-display,
      'Iowan Old Style',
      Charter,
      'Sitka Text',
      'Bitstream Charter',
      'Noto Serif',
      Cambria,
      Georgia,
      'DejaVu Serif Condensed',
      serif
    );
    font-variant-numeric: tabular-nums lining-nums;
  }
  :host([hidden]) {
    display: none;
  }
  .heard {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`

/** Of the elements that are more than a number in a line. */
export const block = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
    position: relative;
    font-family: var(--text);
    line-height: 1.4;
    color: var(--ink);
  }
  p,
  ol,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  ol {
    list-style: none;
  }
  small,
  .soft {
    font-size: 0.8125rem;
    color: var(--soft);
  }
  a {
    color: inherit;
    text-decoration-color: color-mix(in srgb, currentcolor 35%, transparent);
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  a:hover {
    text-decoration-color: currentcolor;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 3px;
    border-radius: 1px;
  }
  .display {
    font-family: var(--display);
    font-weight: 700;
    line-height: 1.05;
    letter-spacing: -0.02em;
  }
  .head {
    font-family: var(--display);
    font-size: 1.1875rem;
    font-weight: 700;
    line-height: 1.2;
  }
`

/** A button that stays pressed: a ticket in the ledger, on the curtain's red once it is taken. */
export const press = css`
  button {
    display: inline-flex;
    align-items: stretch;
    min-block-size: 2.75rem;
    padding: 0;
    font: inherit;
    color: var(--ink);
    background: var(--field);
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  button > * {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    padding-inline: 0.9rem;
  }
  button .number {
    min-inline-size: 3.25rem;
    justify-content: center;
    font-weight: 700;
    border-inline-start: 3px double var(--edge);
  }
  button svg {
    inline-size: 1.15em;
    block-size: 1.15em;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  button:hover {
    border-color: var(--ink);
  }
  button[aria-pressed='true'] {
    color: var(--on-fill);
    background: var(--fill);
    border-color: var(--fill);
  }
  button[aria-pressed='true'] .number {
    border-color: color-mix(in srgb, currentcolor 60%, transparent);
  }
  button[aria-pressed='true'] svg {
    fill: currentcolor;
  }
  @media (prefers-reduced-motion: no-preference) {
    button {
      transition:
        color 120ms,
        background-color 120ms,
        border-color 120ms;
    }
  }
  @media (forced-colors: active) {
    button[aria-pressed='true'] {
      forced-color-adjust: none;
      color: HighlightText;
      background: Highlight;
    }
  }
`
