// Which site a page of the desk is about: with one site there is nothing to choose.
import { DEFAULT_SITE, type SiteId } from '../../domain/event.ts'
import { sitesOf } from '../../publish/desk/sites.ts'
import type { Desk } from './desk.ts'

/** Every site that has a key. */
export const sitesFor = ({ collector }: Pick<Desk, 'collector'>): readonly SiteId[] => sitesOf(collector.keys.keys)

/** The site of a name, or the first one. */
export function siteNamed(desk: Pick<Desk, 'collector'>, name: string | undefined): SiteId {
  const sites = sitesFor(desk)
  return sites.find((site) => site === name) ?? sites[0] ?? DEFAULT_SITE
}

interface SiteChoiceProps {
  readonly sites: readonly SiteId[]
  readonly chosen: SiteId
}

/** A field of a form. */
export const SiteChoice = ({ sites, chosen }: SiteChoiceProps) =>
  sites.length < 2 ? (
    <input type="hidden" name="site" value={chosen} />
  ) : (
    <label>
      Site
      <select name="site">
        {sites.map((site) => (
          <option value={site} selected={site === chosen}>
            {site}
          </option>
        ))}
      </select>
    </label>
  )
