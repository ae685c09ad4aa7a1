// An act that breaks off half way may have done something, so it is noted as well; whoever asked is told that it failed.
import type { Context } from 'hono'
import type { Desk, DeskEnv } from './desk.ts'

export async function doing<T>(
  c: Context<DeskEnv>,
  desk: Desk,
  act: string,
  on: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const operator = c.get('session').operator.name
    await desk.audit.note({ operator, act: `${act}: broken off`, on, detail: (error as Error).message })
    throw error
  }
}
