// A house, a site whose audience it counts, and a browser in front of that. What was counted is read from the log.
import { rmSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { Event } from '../../src/domain/event.ts'
import { loggedIn } from '../logged.ts'
import { type Serving, serve, temporary, until } from '../process.ts'
import { startBrowser } from './browser.ts'
import { Site } from './site.ts'

/** Media plays without being asked for by hand. */
const FLAGS = ['--autoplay-policy=no-user-gesture-required']

export class Scene {
  private constructor(
    readonly data: string,
    public house: Serving,
    readonly site: Site,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<Scene> {
    const data = temporary()
    const house = await serve(data)
    const site = await Site.open((attributes) => scene.line(attributes))
    const scene: Scene = new Scene(data, house, site, await startBrowser(FLAGS))
    return scene
  }

  /** The tracker's line, from where the house is now. */
  line(attributes: string): string {
    const { url, keys } = this.house
    return `<script defer src="${url}/hc.js" data-site="main" data-key="${keys.write}" ${attributes}></script>`
  }

  /** A browser of somebody's own; it is closed with the test. */
  async newContext(): Promise<BrowserContext> {
    const context = await this.browser.newContext()
    onTestFinished(() => context.close())
    return context
  }

  async newPage(): Promise<Page> {
    return (await this.newContext()).newPage()
  }

  /** What was logged of the items that begin so, each identity once, in order of time. */
  factsOf(prefix: string): readonly Event[] {
    const found = loggedIn(this.data).filter(({ item }) => item.startsWith(prefix))
    return [...new Map(found.map((each) => [each.id, each])).values()].sort((a, b) => a.at - b.at)
  }

  /** The same as kinds and items, once there are so many; where there are more, they are told as well. */
  async factsOnce(prefix: string, count: number): Promise<readonly string[]> {
    const found = await until(async () => {
      const facts = this.factsOf(prefix)
      return facts.length >= count && facts
    })
    return found.map(({ kind, item }) => `${kind} ${item}`)
  }

  /** The same, of a page that is gone by then and can tell no more. */
  async counted(page: Page, prefix: string, count: number): Promise<readonly string[]> {
    await this.factsOnce(prefix, count)
    await page.close()
    return this.factsOnce(prefix, count)
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.site.close()
    await this.house.stop('SIGKILL')
    rmSync(this.data, { recursive: true, force: true })
  }
}
