// nginx that answers every event with a pixel and writes it to its access log: the ceiling. It promises nothing.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram, freePort, killTree, startProgram, untilListening } from './processes.mjs'

const configOf = (port) => `
daemon off;
worker_processes 2;
pid nginx.pid;
error_log error.log;
events { worker_connections 4096; }
http {
  log_format events '$msec $remote_addr "$request_uri" "$http_user_agent"';
  access_log access.log events;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  keepalive_requests 1000000000;
  server {
    listen 127.0.0.1:${port};
    location = /hit.gif { empty_gif; }
  }
}
`

export async function startNginx(directory) {
  mkdirSync(directory, { recursive: true })
  const port = await freePort()
  writeFileSync(join(directory, 'nginx.conf'), configOf(port))
  const started = startProgram(findProgram('nginx'), ['-p', directory, '-c', 'nginx.conf', '-e', 'error.log'])
  await untilListening(port, started)
  return { pids: [started.pid], target: { wire: 'http', form: 'pixel', port }, kill: () => killTree(started) }
}
