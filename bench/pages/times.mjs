// The first byte of pages at a constant rate: one page out of memory, the same to whom has it, a different edition each
// time; and nginx, which has the very bytes on disk.
import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cpuSeconds, findProgram, freePort, killTree, startProgram, untilListening } from '../collect/processes.mjs'
import { fetchRaw } from './sizes.mjs'

const LOAD = fileURLToPath(new URL('./load-pages.mjs', import.meta.url))
const ENCODING = 'br'
const WARM_UP_SECONDS = 2

export async function measureTimes({ root, house, places, seconds, rate, print }) {
  const needed = Math.ceil((seconds + WARM_UP_SECONDS) * rate)
  if (needed > places.length)
    throw new Error(`${places.length} editions are too few: ask for fewer seconds, or a lower rate`)
  const [first] = places
  const run = async (name, { url, pids }, job) => {
    const port = Number(new URL(url).port)
    const spent = cpuSeconds(pids)
    const times = await load({ port, seconds, warmUpSeconds: WARM_UP_SECONDS, rate, encoding: ENCODING, ...job })
    for (const [figure, value] of Object.entries(times)) print(`${name}: ${figure}`, value, 'ms')
    print(`${name}: processor`, ((cpuSeconds(pids) - spent) * 1000) / needed, 'ms a page')
  }
  // First: nothing of it may have been asked for.
  await run('made anew', house, { paths: places.slice(1, 1 + needed) })
  await run('from memory', house, { paths: [first] })
  await run('not modified', house, { paths: [first], etag: await etagOf(house.url + first) })

  const nginx = findProgram('nginx')
  if (!nginx) return console.error('nginx is not installed: left out')
  const beside = await startNginx(nginx, join(root, 'nginx'), house.url, places.slice(0, 1 + needed))
  try {
    await run('nginx, made anew', beside, { paths: places.slice(1, 1 + needed) })
    await run('nginx, from memory', beside, { paths: [first] })
    await run('nginx, not modified', beside, { paths: [first], etag: await etagOf(beside.url + first) })
  } finally {
    await beside.kill()
  }
}

const etagOf = async (url) => (await fetchRaw(url, ENCODING)).headers.etag

function load(job) {
  const child = fork(LOAD, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.send(job)
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the readers ended with exit code ${code}`)))
  })
}

/** nginx, with each page in a file as the house compressed it. */
async function startNginx(program, directory, url, places) {
  for (const place of places) {
    const path = join(directory, 'pages', place)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, (await fetchRaw(url + place, ENCODING)).body)
  }
  const port = await freePort()
  writeFileSync(join(directory, 'nginx.conf'), configOf(port))
  const started = startProgram(program, ['-p', directory, '-c', 'nginx.conf', '-e', 'error.log'])
  await untilListening(port, started)
  return { url: `http://127.0.0.1:${port}`, pids: [started.pid], kill: () => killTree(started) }
}

const configOf = (port) => `
daemon off;
user root;
worker_processes 2;
pid nginx.pid;
error_log error.log;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {
    listen 127.0.0.1:${port};
    root pages;
    default_type "text/html; charset=utf-8";
    add_header content-encoding ${ENCODING};
  }
}
`
