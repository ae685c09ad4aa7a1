// Where a request came from. Anybody can write a forwarded address, so only the entry that the outermost of the
// operator's own proxies added is believed.
import { isIP } from 'node:net'

/**
 * The socket's address, or with `proxies` of the operator's own in front the so-manieth entry of `X-Forwarded-For` from
 * the right. An entry that is no address, or is not there, is not believed either.
 */
export function addressOf(socket: string, forwarded: string | undefined, proxies: number): string {
  if (proxies === 0 || forwarded === undefined) return socket
  const entry = forwarded.split(',').at(-proxies)?.trim() ?? ''
  return isIP(entry) === 0 ? socket : entry
}
