// What all elements of a page share that speak to one house: its counts and the reader's own votes.
import { Counters } from './counters.ts'
import { Votes } from './votes.ts'

export interface House {
  readonly base: string
  readonly counters: Counters
  readonly votes: Votes
}

const houses = new Map<string, House>()

export function houseAt(base: string, key: string): House {
  const name = `${base} ${key}`
  const known = houses.get(name)
  if (known) return known
  const counters = [...houses.values()].find((house) => house.base === base)?.counters ?? new Counters(base)
  const house = { base, counters, votes: new Votes(base, key) }
  houses.set(name, house)
  return house
}
