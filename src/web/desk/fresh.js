// @ts-check
// Keeps the parts of a page with `data-fresh` as the house has them now: it asks for the page again every two seconds, and
// puts in what is another. Not while nobody looks, nor in a part that somebody is at work in. A page that is held still
// does not load this.
const EVERY_MS = 2000

async function follow() {
  if (!document.hidden) await freshen().catch(() => {})
  setTimeout(follow, EVERY_MS)
}

async function freshen() {
  const answer = await fetch(location.href)
  // Signed out meanwhile: the page itself says so.
  if (answer.redirected) return location.reload()
  if (!answer.ok) return
  const now = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-fresh]')) {
    const next = now.getElementById(part.id)
    if (!next || next.outerHTML === part.outerHTML || part.contains(document.activeElement)) continue
    part.className = next.className
    part.innerHTML = next.innerHTML
  }
}

setTimeout(follow, EVERY_MS)
