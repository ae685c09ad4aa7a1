// The operators that a running server knows. One who was added or removed on the command line is known without a restart.
import { type Watched, watchPrivate } from '../private-file.ts'
import { findOperators, type Operator, type Operators, operatorsPath } from './operators.ts'

export class OperatorRing {
  #operators: ReadonlyMap<string, Operator> = new Map()
  readonly #watched: Watched
  private constructor(directory: string, notice: (text: string) => void) {
    this.#watched = watchPrivate(
      operatorsPath(directory),
      'its operators',
      () => findOperators(directory),
      (operators) => this.#take(operators),
      notice,
    )
  }

  static async open(directory: string, notice: (text: string) => void): Promise<OperatorRing> {
    const operators = await findOperators(directory)
    const ring = new OperatorRing(directory, notice)
    if (operators) ring.#take(operators)
    return ring
  }

  get isEmpty(): boolean {
    return this.#operators.size === 0
  }

  find(name: string): Operator | undefined {
    return this.#operators.get(name)
  }

  close(): void {
    this.#watched.close()
  }

  #take({ operators }: Operators): void {
    this.#operators = new Map(operators.map((each) => [each.name, each]))
  }
}
