// Where the house is, as the reader who asks reaches it: what is copied from a page has to lead back to it.
import type { HonoRequest } from 'hono'

/** Such as `https://charts.example`. A proxy that ends TLS in front of the house says so itself. */
export function originOf(request: HonoRequest): string {
  const { host, protocol } = new URL(request.url)
  return `${request.header('x-forwarded-proto') === 'https' ? 'https:' : protocol}//${host}`
}
