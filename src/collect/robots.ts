// Which user agents are robots: by the list of isbot, a few of ours, and the operator's own. What is remembered and told is
// the name of the list's entry, never the user agent. Players that isbot takes for robots are none.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isbotPattern } from 'isbot'
import { Failure } from '../domain/problem.ts'
import { Remembered } from './remembered.ts'
import { USER_AGENT_CHARS_MAX } from './viewer.ts'

/** User agents whose entry is remembered, in memory alone. */
const REMEMBERED_MAX = 10_000
const NAME_CHARS_MAX = 40

/** How the user agents of players begin, or what they hold of the libraries that they play with. */
const PLAYER =
  /^(?:ExoPlayer|AndroidXMedia3|stagefright|AppleCoreMedia|okhttp|Lavf|libmpv|mpv|VLC|Kodi|XBMC|Roku|GStreamer|NSPlayer|WMPlayer|Windows-Media-Player|QuickTime|iTunes|Podcasts|AppleTV|Sonos|BubbleUPnP|Plex|Emby|Jellyfin|Infuse|Overcast|PocketCasts|Pocket Casts|AntennaPod|Castbox|Spotify|Deezer|Winamp|foobar2000|MPlayer|SMP_|LG Player|Bitmovin|THEOplayer|TuneIn|AmazonMusic|Alexa)|\/\S+ .*(?:ExoPlayer|ExoPlayerLib|AndroidXMedia3|okhttp|AppleCoreMedia|CFNetwork)\//i

/** What no player says of itself: those who fetch feeds for one do. */
const NO_PLAYER = /bot|crawl|spider|scrap|fetch|parser|sync|subscribers|https?:/i

/** Robots that isbot does not know: they measure pages, or draw them. */
const OURS: readonly Entry[] = ['\\bGTmetrix\\b', '\\bYLT Chrome', '\\bMiniature\\.io\\b', '\\bturingos\\b'].map(
  (pattern) => ({ name: entryName('ours', pattern), pattern: new RegExp(pattern, 'i') }),
)

interface Entry {
  readonly name: string
  readonly pattern: RegExp
}

export class Robots {
  readonly #names = new Remembered<{ readonly name: string | undefined }>(REMEMBERED_MAX)
  private constructor(private readonly own: readonly Entry[]) {}

  /**
   * Reads the operator's list: one regular expression a line, without regard to case, as COUNTER publishes its own;
   * empty lines and those that begin with # say nothing. Fails where the file or an expression can't be read.
   */
  static open(path?: string): Robots {
    return new Robots(path === undefined ? [] : readOwn(path))
  }

  /** The name of the entry that a user agent fits; undefined where it is no robot. */
  entryOf(userAgent: string): string | undefined {
    // Nobody is made to wait for a long one.
    const agent = userAgent.length > USER_AGENT_CHARS_MAX ? userAgent.slice(0, USER_AGENT_CHARS_MAX) : userAgent
    const known = this.#names.find(agent)
    if (known) return known.name
    const name = this.#look(agent)
    this.#names.keep(agent, { name })
    return name
  }

  #look(agent: string): string | undefined {
    const own = [...this.own, ...OURS].find(({ pattern }) => pattern.test(agent))
    if (own) return own.name
    if (PLAYER.test(agent) && !NO_PLAYER.test(agent)) return undefined
    const pattern = isbotPattern(agent)
    return pattern === null ? undefined : entryName('isbot', pattern)
  }
}

/** "isbot:headless-chrome.1a2b3c": of which list, what is legible of the pattern, and a part of its digest. */
export function entryName(list: string, pattern: string): string {
  const words = pattern.match(/[a-z0-9]+/gi) ?? []
  const legible = words.join('-').toLowerCase().slice(0, NAME_CHARS_MAX)
  return `${list}:${legible}.${createHash('sha256').update(pattern).digest('hex').slice(0, 6)}`
}

function readOwn(path: string): readonly Entry[] {
  return linesOf(path, 'robots').map(({ line, at }) => {
    try {
      return { name: entryName('own', line), pattern: new RegExp(line, 'i') }
    } catch (error) {
      throw new Failure('config', `${path}, line ${at}: ${(error as Error).message}`, { cause: error })
    }
  })
}

/** The lines of an operator's file that say something, with their numbers. */
export function linesOf(path: string, what: string): readonly { readonly line: string; readonly at: number }[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Failure('config', `the ${what} can't be read: ${(error as Error).message}`, { cause: error })
  }
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: line.trim(), at: index + 1 }))
  return lines.filter(({ line }) => line !== '' && !line.startsWith('#'))
}
