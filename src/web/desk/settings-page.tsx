// What the house is configured with, and what sets each value.
import type { ToldSetting } from '../../publish/desk/settings.ts'
import { documentOf } from '../layout.tsx'
import type { Frame } from './desk.ts'
import { Scrolled } from './parts.tsx'
import { Sheet } from './sheet.tsx'

interface SettingsView {
  readonly frame: Frame
  readonly settings: readonly ToldSetting[]
}

export const settingsPage = ({ frame, settings }: SettingsView): string =>
  documentOf(
    <Sheet
      frame={frame}
      title="Settings"
      lead="As the house was opened with. They are changed where they come from: a flag before the environment, that before housecount.config.ts. Secrets are not shown."
    >
      <Scrolled of="Settings">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">Value</th>
              <th scope="col">Set by</th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {settings.map(({ name, value, from, means }) => (
              <tr>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td class="prose">{value === '' ? <span class="soft">none</span> : value}</td>
                <td>{from === 'default' ? <span class="soft">default</span> : <code>{from}</code>}</td>
                <td class="prose soft">{means}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </Sheet>,
  )
