// By which rule a site's reactions are shown: the operator's choice, and what holds where he has made none. The
// formulas are in reaction-formulas.ts; why these defaults, in docs/decisions/0012-registers.md.

export interface ReactionRule {
  /** Below so many ratings an item has none that is shown. */
  readonly ratingFloor: number
  /** Below so many votes it is not said how many found an item helpful. */
  readonly helpfulFloor: number
  /** Whether a vote counts only if its viewer has viewed or watched the item on the UTC day of the vote. */
  readonly needsView: boolean
  /** The shrunken mean: `m` votes of `C` stars are added to those of an item. */
  readonly shrink: Shrink
}

export interface Shrink {
  readonly m: number
  /** In stars, to the hundredth; `site`: the mean of all ratings of the site. */
  readonly C: number | 'site'
}

export const DEFAULT_REACTION_RULE: ReactionRule = {
  ratingFloor: 5,
  helpfulFloor: 5,
  needsView: false,
  shrink: { m: 10, C: 'site' },
}
