// The look of what is ranked: a ledger, with its ranks behind a double rule, and the first on the curtain's red.
import { css } from 'lit'

export const ledger = css`
  .ledger {
    margin-block-start: 0.5rem;
    border-block: 1px solid var(--ink);
    border-block-end: 3px double var(--ink);
  }
  .line {
    display: grid;
    grid-template-columns: 3.25rem minmax(0, 1fr);
    column-gap: 0.9rem;
    align-items: center;
  }
  .line:nth-child(even) {
    background: var(--band);
  }
  .rank {
    align-self: stretch;
    display: grid;
    align-items: center;
    padding-inline-end: 0.6rem;
    font-family: var(--display);
    font-size: 1.75rem;
    font-weight: 700;
    line-height: 1;
    letter-spacing: -0.04em;
    text-align: end;
    border-inline-end: 3px double var(--accent);
  }
  .entry {
    padding-block: 0.55rem;
    padding-inline-end: 0.6rem;
  }
  .name {
    display: block;
    min-block-size: 1.5rem;
    font-family: var(--display);
    font-weight: 700;
    line-height: 1.3;
    overflow-wrap: anywhere;
    text-decoration-color: transparent;
  }
  .under {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.5ch;
    font-size: 0.8125rem;
    color: var(--soft);
  }
  .line:first-child {
    color: var(--on-fill);
    background: var(--fill);
  }
  .line:first-child .rank {
    font-size: 2.75rem;
    border-color: color-mix(in srgb, currentcolor 70%, transparent);
  }
  .line:first-child .name {
    font-size: 1.3125rem;
    line-height: 1.2;
  }
  .line:first-child .under {
    color: inherit;
  }
  .line:first-child :focus-visible {
    outline-color: currentcolor;
  }
`
