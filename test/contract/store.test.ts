import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedStore } from '../../src/store/embedded.ts'
import { ServerStore } from '../../src/store/server.ts'
import type { Store } from '../../src/store/store.ts'
import { startHttpEngine } from './http-engine.ts'
import { describeStore } from './store.ts'

const makeDirectory = () => mkdtemp(join(tmpdir(), 'housecount-store-'))

describeStore('the embedded store', async () => {
  const directory = await makeDirectory()
  const first = await EmbeddedStore.open(directory)
  let open: Store = first
  return {
    store: first,
    reopen: async () => {
      await open.close()
      open = await EmbeddedStore.open(directory)
      return open
    },
    close: async () => {
      await open.close()
      await rm(directory, { recursive: true })
    },
  }
})

describeStore('the store on a server, which is the embedded engine behind HTTP', async () => {
  const directory = await makeDirectory()
  const engine = await startHttpEngine(directory)
  return onServer(engine.url, async () => {
    await engine.close()
    await rm(directory, { recursive: true })
  })
})

const url = process.env.HOUSECOUNT_CLICKHOUSE_URL
if (url) {
  const own = new URL(url)
  own.pathname = `/housecount_test_${randomBytes(6).toString('hex')}`
  describeStore('the store on a ClickHouse server', () =>
    onServer(own.toString(), async (store) => store.run(`DROP DATABASE ${own.pathname.slice(1)}`)),
  )
} else console.log('no HOUSECOUNT_CLICKHOUSE_URL: the store is not tested on a server of its own')

async function onServer(at: string, end: (store: Store) => Promise<void>) {
  const stores = [await ServerStore.open(at)]
  return {
    store: stores[0] as Store,
    reopen: async () => {
      const store = await ServerStore.open(at)
      stores.push(store)
      return store
    },
    close: async () => {
      await end(stores[0] as Store)
      for (const store of stores) await store.close()
    },
  }
}
