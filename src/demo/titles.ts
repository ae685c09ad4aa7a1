// The demo's catalogue: the hand-written titles, given dates by a seed. Some are library from years before, the
// others come out one after another from four weeks before the first day to the last. Ids do not depend on the seed.
import type { Item, ItemId, ItemKind } from '../domain/item.ts'
import { type CalendarDate, DAY_MS, instant, MINUTE_MS, SECOND_MS, startOfDate, utcDate } from '../domain/time.ts'
import { between, createRandom, type Random, shuffled } from './random.ts'
import { FILMS, type FilmRow, SHOWS, type ShowRow, WORDS } from './titles-data.ts'

/** Of the films and of the shows so many at most come out during the demo; the rest is library. */
const NEW_FILMS_MAX = 66
const NEW_SHOWS_MAX = 46
/** Releases begin so long before the first day, so that the first chart is not empty. */
const LEAD_DAYS = 28
/** No more than one release in so many days, on average. */
const FILM_PACE_DAYS = 3.1
const SHOW_PACE_DAYS = 4.5
const WEEKLY_PART = 0.3
const FRIDAY = 5
const THURSDAY = 4

/** Days since 1970-01-01. */
const dayNumber = (date: CalendarDate): number => startOfDate(date, 'UTC') / DAY_MS
const dateOf = (day: number): CalendarDate => utcDate(instant(day * DAY_MS))

/** 1970-01-01 was a Thursday; 0 stands for Sunday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7

/**
 * The whole catalogue: films, and shows with their seasons and episodes, parents first.
 * @param firstDay the first day with an audience
 * @param weeks how many weeks releases go on for
 */
export function demoItems(seed: number, firstDay: CalendarDate, weeks: number): readonly Item[] {
  const random = createRandom(seed, 'titles')
  const first = dayNumber(firstDay)
  const films = releaseDays(random, FILMS.length, NEW_FILMS_MAX, FILM_PACE_DAYS, FRIDAY, first, weeks)
  const shows = releaseDays(random, SHOWS.length, NEW_SHOWS_MAX, SHOW_PACE_DAYS, THURSDAY, first, weeks)
  return [
    ...FILMS.map((row, index) => filmItem(random, row, films[index] as number)),
    ...SHOWS.flatMap((row, index) => showItems(random, row, shows[index] as number)),
  ]
}

/** A day for each title: evenly spread for the new ones, one to nine years back for the library. */
function releaseDays(
  random: Random,
  count: number,
  newMax: number,
  pace: number,
  weekday: number,
  first: number,
  weeks: number,
): readonly number[] {
  const span = LEAD_DAYS + weeks * 7
  const fresh = Math.min(newMax, Math.floor(span / pace))
  const days = new Array<number>(count)
  shuffled(random, [...days.keys()]).forEach((title, turn) => {
    if (turn >= fresh) days[title] = first - between(random, 370, 3300)
    else {
      const day = first - LEAD_DAYS + Math.floor((turn * span) / fresh)
      // Most come out on the service's own weekday, some on another day of that week.
      const aligned = day - weekdayOf(day) + weekday
      days[title] = random.unit() < 0.75 ? aligned : aligned - between(random, 1, 3)
    }
  })
  return days
}

function filmItem(random: Random, row: FilmRow, day: number): Item {
  const [title, language, minutes, genres, creators, latin] = row
  const runtimeMs = minutes * MINUTE_MS + between(random, 0, 59) * SECOND_MS
  const id = slugOf(latin ?? title)
  return { ...about(id, 'film', title, language, genres, creators), runtimeMs, published: dateOf(day) }
}

function showItems(random: Random, row: ShowRow, lastSeasonDay: number): readonly Item[] {
  const [title, language, seasons, minutes, genres, creators, latin] = row
  const id = slugOf(latin ?? title)
  const words = wordsFor(title, language)
  const items: Item[] = []
  let day = lastSeasonDay
  // From the last season back, since the last one's day is the given one.
  for (let number = seasons.length; number >= 1; number--) {
    const seasonId = `${id}-s${number}`
    const weekly = random.unit() < WEEKLY_PART
    const episodes: Item[] = []
    for (let each = 1; each <= (seasons[number - 1] as number); each++) {
      const spread = Math.round(minutes * 0.16)
      // A weekly season begins with two at once.
      const out = weekly ? day + Math.max(0, each - 2) * 7 : day
      episodes.push({
        id: `${seasonId}e${each}` as ItemId,
        kind: 'episode',
        title: words.episode.replace('#', `${each}`),
        parent: seasonId as ItemId,
        language,
        runtimeMs: (minutes + between(random, -spread, spread)) * MINUTE_MS + between(random, 0, 59) * SECOND_MS,
        published: dateOf(out),
      })
    }
    const name = `${title}: ${words.season.replace('#', `${number}`)}`
    const season = about(seasonId, 'season', name, language, genres, creators)
    items.unshift({ ...season, parent: id as ItemId, published: dateOf(day) }, ...episodes)
    day -= between(random, 340, 620)
  }
  const published = items[0]?.published
  return [{ ...about(id, 'show', title, language, genres, creators), ...(published && { published }) }, ...items]
}

const about = (id: string, kind: ItemKind, title: string, language: string, genres: string, creators: string) => ({
  id: id as ItemId,
  kind,
  title,
  creators: creators.split(', '),
  tags: [language === 'en' ? 'english' : 'non-english', ...genres.split(' ')],
  language,
})

/** A title in Latin letters of a language that is written otherwise is an English one, and so are its words. */
function wordsFor(title: string, language: string) {
  const translated = /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(title) && WORDS_IN_OTHER_SCRIPTS.has(language)
  return (!translated && WORDS[language]) || (WORDS.en as (typeof WORDS)[string])
}

const WORDS_IN_OTHER_SCRIPTS: ReadonlySet<string> = new Set(['ja', 'ko', 'hi', 'ar'])

const LETTERS: Readonly<Record<string, string>> = { ı: 'i', ß: 'ss', ł: 'l', ø: 'o', æ: 'ae', '&': ' and ', '’': '' }

/** "The Astronomer’s Daughters" becomes "the-astronomers-daughters". */
const slugOf = (title: string): string =>
  title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ıßłøæ&’]/g, (letter) => LETTERS[letter] as string)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
