// What a house is configured with, as its operator is told it: each value with where it comes from. No secret is in it.
export interface ToldSetting {
  /** As `housecount.config.ts` has it. */
  readonly name: string
  readonly means: string
  /** Empty where nothing is set. */
  readonly value: string
  /** "default", or what sets it: `--port`, `HOUSECOUNT_PORT`, `housecount.config`. */
  readonly from: string
}
