// All charts of a week: the world's map, and each chart with what came in and what left.
import type { WeekAnswer } from '../publish/sheet.ts'
import { ChartHead } from './chart-head.tsx'
import { documentOf, Layout } from './layout.tsx'
import { SheetHead, sheetDates } from './sheet-head.tsx'
import { say, type Voice } from './voice.ts'
import { WorldLeaders } from './world-leaders.tsx'

export interface WeekView {
  readonly week: WeekAnswer
}

/** The page of `/weeks/{week}`. */
export function weekPage({ week }: WeekView, voice: Voice): string {
  const { words, links } = voice
  const dates = sheetDates(week, voice)
  return documentOf(
    <Layout
      voice={voice}
      title={say(voice, words.front.week.pageTitle, { dates })}
      address={(each) => each.week(week.week)}
      json={links.api('/v1/weeks', week.week)}
    >
      <SheetHead title={words.front.week.title} region="world" sheet={week} hrefOf={links.week} voice={voice} />
      <div class="maps">
        {week.maps.map((leaders) => (
          <WorldLeaders leaders={leaders} dates={dates} voice={voice} />
        ))}
      </div>
      <div class="house">
        {week.charts.map(({ edition, left }) => (
          <ChartHead edition={edition} week={week.week} left={left} voice={voice} />
        ))}
      </div>
    </Layout>,
  )
}
