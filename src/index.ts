// What a program may import from `housecount`: the types of the configuration file, and the house itself.
export { House, type HouseOptions } from './app.ts'
export type { ChartSpecInput } from './charts/spec.ts'
export { defineConfig, type HousecountConfig } from './config.ts'
export type { Edition, EditionRow } from './domain/edition.ts'
export { type Event, parseEvent } from './domain/event.ts'
export { type Item, parseItem } from './domain/item.ts'
export { Failure, type Problem } from './domain/problem.ts'
export type { ListSpecInput } from './publish/list-spec.ts'
