// What the desk says where it does not do what it was asked.
import { documentOf } from '../layout.tsx'
import { PlainSheet } from './sheet.tsx'

export const refusalPage = (status: number, why: string): string =>
  documentOf(
    <PlainSheet title={why}>
      <p class="status">{String(status)}</p>
      <h1>{why}</h1>
      <p>
        <a href="/desk">To the desk</a>
      </p>
    </PlainSheet>,
  )
