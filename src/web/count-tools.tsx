// The number of a title, tag or creator on other people's pages: an element, and a badge. Folded away until it is wanted.
import type { CounterAnswer } from '../publish/counter-answer.ts'
import { Address, CopyCode, CopyWords } from './copy-text.tsx'
import { badgeCode, elementCode } from './embed.ts'
import { Name } from './figures.tsx'
import { type Links, linksFrom } from './links.ts'
import { phraseOf } from './phrases.ts'
import type { Voice } from './voice.ts'

interface ToolsProps {
  readonly counter: CounterAnswer
  /** The page that the number leads to. */
  readonly page: (links: Links) => string
  readonly origin: string
  readonly voice: Voice
}

/** What is worth showing of it: watched time where there is some. */
const measureOf = ({ hours }: CounterAnswer): 'hours' | 'views' => (hours > 0 ? 'hours' : 'views')

export function CountTools({ counter, page, origin, voice }: ToolsProps) {
  const { language, words } = voice
  const { tools } = words.front
  const links = linksFrom(language, origin)
  const measure = measureOf(counter)
  const sentence = phraseOf(counter, measure, language)
  const text = sentence ?? counter.title
  const element = elementCode(links.asset('/elements.js'), {
    name: 'house-count',
    attributes: { of: counter.of, measure, format: 'long', words: '' },
    href: page(links),
    text,
  })
  const picture = `${links.api('/badge', counter.kind, counter.id)}.svg?measure=${measure}&language=${language}`
  return (
    <div class="tools">
      <details>
        <summary>{tools.share}</summary>
        <div class="tool">
          {sentence && (
            <>
              <p class="label">{tools.sentence}</p>
              <CopyWords>
                <Name>{counter.title}</Name>: {sentence} <Address>{page(links)}</Address>
              </CopyWords>
            </>
          )}
          <p class="label">{tools.address}</p>
          <CopyCode>{page(links)}</CopyCode>
        </div>
      </details>
      <details>
        <summary>{tools.embed}</summary>
        <div class="tool">
          <p>{tools.embedSays}</p>
          <CopyCode>{element}</CopyCode>
          <p class="label">{tools.badge}</p>
          <p>
            <img src={picture.slice(origin.length)} alt={text} height="20" loading="lazy" />
          </p>
          <CopyCode>{badgeCode(picture, page(links), text)}</CopyCode>
        </div>
      </details>
    </div>
  )
}
