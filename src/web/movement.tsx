// How a line moved since the window before: always a sign and always words, never colour alone.
import type { EditionLine } from '../publish/answers.ts'
import { say, type Voice } from './voice.ts'

type MovementKind = 'up' | 'down' | 'same' | 'new' | 're-entry'

type Place = Pick<EditionLine, 'rank' | 'previousRank' | 'entry'>

/** Which way, and by how many ranks. */
function movementOf({ rank, previousRank, entry }: Place): { readonly kind: MovementKind; readonly by: number } {
  if (entry === 'new' || entry === 're-entry') return { kind: entry, by: 0 }
  const by = (previousRank ?? rank) - rank
  if (by === 0) return { kind: 'same', by }
  return by > 0 ? { kind: 'up', by } : { kind: 'down', by: -by }
}

const SIGNS = { up: '▲', down: '▼', same: '=', new: '★', 're-entry': '↺' } as const satisfies Record<
  MovementKind,
  string
>

export function Movement({ line, voice }: { readonly line: Place; readonly voice: Voice }) {
  const { kind, by } = movementOf(line)
  return (
    <span class={`movement ${kind}`}>
      <span class="sign" aria-hidden="true">
        {SIGNS[kind]}
      </span>{' '}
      {say(voice, voice.words.movement[kind], { count: by })}
    </span>
  )
}
