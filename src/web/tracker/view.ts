// A view is told once somebody can see the page: when it is first visible, when its path has become another one without
// a load, and when it comes back as it was left.
import { happened } from './event.ts'
import { itemHere, script } from './item.ts'

/** With `data-manual` the page tells its views by itself. */
const isAutomatic = script.dataset.manual === undefined
let isDue = isAutomatic
let path = location.pathname

export function tellView(): void {
  if (!isDue || document.visibilityState !== 'visible') return
  isDue = false
  happened('view')
}

export function followMoves(): void {
  addEventListener('pageshow', ({ persisted }) => persisted && become())
  const { navigation } = window as { readonly navigation?: Navigation }
  if (navigation) {
    navigation.addEventListener('navigate', itemHere)
    navigation.addEventListener('currententrychange', afterMoving)
    return
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const move = history[name]
    history[name] = function (...args) {
      itemHere()
      move.apply(this, args)
      afterMoving()
    }
  }
  addEventListener('popstate', afterMoving)
}

/** What the app does in the same turn, such as naming the new page, is done by then. */
function afterMoving(): void {
  setTimeout(() => location.pathname !== path && become())
}

function become(): void {
  path = location.pathname
  isDue = isAutomatic
  tellView()
}
