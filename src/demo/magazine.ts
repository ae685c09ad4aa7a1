// The demo's magazine: a few articles, a comic and the questions of readers, with numbers that were counted elsewhere
// before and came in as baselines. All of it is invented.
import { admit } from '../collect/admit.ts'
import { asItemEvent } from '../collect/item-event.ts'
import { DEFAULT_SITE, type Event, parseEvent } from '../domain/event.ts'
import { type Instant, isoInstant } from '../domain/time.ts'

export interface Article {
  readonly id: string
  readonly title: string
  readonly by: string
  readonly published: string
  readonly updated: string
  readonly tags: readonly string[]
  readonly text: readonly string[]
}

export const ARTICLES: readonly Article[] = [
  {
    id: 'what-the-tides-owe-the-moon',
    title: 'What the Tides Owe the Moon',
    by: 'Ines Okafor',
    published: '2026-10-02',
    updated: '2026-11-12',
    tags: ['night-reading', 'sea'],
    text: [
      'Twice a day the harbour at Vega Street empties as if somebody had pulled a plug, and twice a day it fills again. The old people here set their kettles by it. Nobody looks up while the water is turning, and yet the reason hangs right above them, a little late every evening, and always the same face.',
      'The moon does not lift the sea. It pulls on the whole of the earth, only a little harder on the near side than on the far one, and it is that small difference which draws the water out into two low hills. We turn beneath them once a day, and so we meet high water twice.',
      'What the sea gives back is slower. Each tide rubs against the floor of the bay, and the rubbing has to be paid for: the day grows longer by a couple of thousandths of a second in a century, and the moon moves off by about the width of a thumb each year. Nobody in the harbour has noticed. The kettles are still on time.',
      'So who owes whom? The harbour owes the moon its mud, its mussels and its excuse for being late. The moon owes the harbour its distance. They have been settling up for four billion years, and neither has ever sent a bill.',
    ],
  },
  {
    id: 'the-last-lamplighter',
    title: 'The Last Lamplighter of Vega Street',
    by: 'Tomasz Bell',
    published: '2026-11-18',
    updated: '2026-11-18',
    tags: ['night-reading', 'work'],
    text: [
      'He carries the ladder out of habit. The lamps have been electric since before he was born, and come on by themselves; he goes round at dusk all the same, and writes down those that do not.',
    ],
  },
  {
    id: 'bread-for-a-whole-street',
    title: 'Bread for a Whole Street',
    by: 'Ines Okafor',
    published: '2026-11-21',
    updated: '2026-11-22',
    tags: ['work', 'food'],
    text: [
      'At four the oven is hot enough to read by. By five there are ninety loaves, and by seven there are none, which is how she knows that everybody is well.',
    ],
  },
  {
    id: 'how-to-lose-a-lighthouse',
    title: 'How to Lose a Lighthouse',
    by: 'Maren Holt',
    published: '2026-09-11',
    updated: '2026-09-30',
    tags: ['sea'],
    text: [
      'The sea took four metres of the cliff in one night, and the keeper, who had asked for a bigger garden, found that he now had a smaller one.',
    ],
  },
]

/** What readers ask; the answers stand on the page of the article that they are about. */
export const QUESTIONS = [
  {
    id: 'why-two-tides',
    title: 'Why are there two tides a day, and not one?',
    answer:
      'The pull of the moon is stronger on the side that faces it, and weaker on the far one. The difference makes two hills of water, and the earth turns beneath both of them once a day.',
    opens: 1840,
  },
  {
    id: 'is-the-moon-leaving',
    title: 'Is the moon leaving us?',
    answer:
      'By some 38 millimetres a year. It would take billions of years to matter, and the sun will have other plans by then.',
    opens: 1212,
  },
  {
    id: 'spring-and-neap',
    title: 'What are spring and neap tides?',
    answer:
      'When sun and moon pull along one line, at new and full moon, the tides are high: spring tides. When they pull at right angles, they are low: neap tides.',
    opens: 655,
  },
] as const

const OTHERS = [
  {
    id: 'night-reading-clips',
    kind: 'video',
    title: 'Night Reading',
    tags: ['night-reading'],
    published: '2024-01-05',
  },
  { id: 'lamplight', kind: 'comic', title: 'Lamplight', tags: ['comics'], published: '2023-03-01' },
]

/** Numbers of before: what was counted until the house was opened, each with its weight. */
const BASELINES = [
  { kind: 'view', item: 'what-the-tides-owe-the-moon', weight: 5610 },
  ...[1, 0, 2, 6, 38].flatMap((weight, i) =>
    weight > 0 ? [{ kind: 'rate', item: 'what-the-tides-owe-the-moon', stars: i + 1, weight }] : [],
  ),
  { kind: 'helpful', item: 'what-the-tides-owe-the-moon', yes: true, weight: 43 },
  { kind: 'helpful', item: 'what-the-tides-owe-the-moon', yes: false, weight: 7 },
  { kind: 'like', item: 'what-the-tides-owe-the-moon', on: true, weight: 812 },
  { kind: 'view', item: 'the-last-lamplighter', weight: 3020 },
  { kind: 'view', item: 'bread-for-a-whole-street', weight: 1990 },
  { kind: 'view', item: 'how-to-lose-a-lighthouse', weight: 4405 },
  { kind: 'view', item: 'night-reading-clips', weight: 10_700_000_000 },
  { kind: 'view', item: 'lamplight', weight: 124_000_000 },
  { kind: 'follow', item: 'lamplight', on: true, weight: 3_500_000 },
  { kind: 'like', item: 'lamplight', on: true, weight: 1_000_000 },
  ...QUESTIONS.map(({ id, opens }) => ({ kind: 'open', item: id, weight: opens })),
]

/** The magazine's items, and its numbers of before, as events of a trusted sender. */
export function magazineEvents(from: Instant, now: Instant): readonly Event[] {
  const entries = [
    ...ARTICLES.map(({ id, title, by, published, tags }) => ({
      ...{ id, kind: 'article', title, creators: [by], tags: [...tags], published, language: 'en' },
    })),
    ...QUESTIONS.map(({ id, title }) => ({ id, kind: 'question', title })),
    ...OTHERS,
  ]
  const baselines = BASELINES.map((fields, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    at: isoInstant(from),
    ...fields,
  }))
  return [...entries.map((entry) => asItemEvent(entry, now)), ...baselines].map((input) => admitted(input, now))
}

function admitted(input: unknown, now: Instant): Event {
  const claim = parseEvent(input)
  const admission = claim.ok ? admit(claim.value, { site: DEFAULT_SITE, trusted: true, pepper: '' }, now) : undefined
  if (admission?.verdict !== 'admitted')
    throw new Error(`an event of the demo's magazine is refused: ${JSON.stringify(input)}`)
  return admission.event
}
