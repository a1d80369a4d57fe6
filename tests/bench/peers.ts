import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nextProgram } from '@/scripts/lib/build'
import { run, startChild } from '@/scripts/lib/child'
import { root } from '@/scripts/lib/paths'
import { freePort } from '@/scripts/lib/postgres'
import { answers, logTo } from './stage'

export type Peer = { name: string; base: string; path: (file: string) => string }

/** A bare Next.js route handler that streams the same plain file: no session, no policy, no audit, no decryption. */
export async function bareNext(plainDir: string, folder: string): Promise<Peer> {
  const here = join(root, 'tests', 'bench', 'bare')
  const env = { ...process.env, NODE_ENV: 'production', PLAIN_DIR: plainDir, NEXT_TELEMETRY_DISABLED: '1' } as NodeJS.ProcessEnv
  const log = join(folder, 'bare.log')
  const code = await run(process.execPath, [nextProgram, 'build', here], { cwd: root, stdio: ['ignore', logTo(log), logTo(log)], env })
  if (code !== 0) throw new Error(`the bare route does not build; see ${log}`)
  const port = await freePort()
  startChild(process.execPath, [nextProgram, 'start', here, '-H', '127.0.0.1', '-p', String(port)], { cwd: root, stdio: ['ignore', logTo(log), logTo(log)], env })
  const base = `http://127.0.0.1:${port}`
  await answers(`${base}/`)
  return { name: 'bare Next.js route', base, path: (file) => `/plain/${file}` }
}

/** nginx that takes files by PUT and keeps them as they come. Null where nginx cannot be had. */
export async function nginxDav(plainDir: string, folder: string): Promise<Peer | null> {
  const base = await nginxWith('nginx-dav', folder, () => `location / { root ${plainDir}; dav_methods PUT; client_max_body_size 0; }`)
  return base === null ? null : { name: 'nginx DAV', base, path: (file) => `/${file}` }
}

/** nginx with secure_link: MD5 over expiry, path and secret, plain files. Null where nginx cannot be had. */
export async function nginx(plainDir: string, folder: string): Promise<Peer | null> {
  const base = await nginxWith('nginx', folder, () => `location / { secure_link $arg_s,$arg_e; secure_link_md5 "$secure_link_expires$uri bench";
        if ($secure_link = "") { return 403; } if ($secure_link = "0") { return 410; } root ${plainDir}; }`)
  if (base === null) return null
  const path = (file: string) => {
    const expires = Math.floor(Date.now() / 1000) + 600
    const hash = createHash('md5').update(`${expires}/${file} bench`).digest('base64url')
    return `/${file}?s=${hash}&e=${expires}`
  }
  return { name: 'nginx secure_link', base, path }
}

/** Starts an nginx of our own with one server block; null, with a word, where there is none or it lacks a module. */
async function nginxWith(name: string, folder: string, block: () => string): Promise<string | null> {
  if (!existsSync('/usr/sbin/nginx')) {
    console.log('  nginx is not installed (Debian: apt-get install nginx-light); comparing without it')
    return null
  }
  const port = await freePort()
  const home = join(folder, name)
  mkdirSync(home, { recursive: true })
  const conf = join(home, 'nginx.conf')
  writeFileSync(conf, `daemon off; pid ${home}/pid; error_log ${home}/error.log; worker_processes 1; user root;
    events { worker_connections 512; }
    http { access_log off; sendfile on; client_body_temp_path ${home}; proxy_temp_path ${home}; fastcgi_temp_path ${home}; uwsgi_temp_path ${home}; scgi_temp_path ${home};
      server { listen 127.0.0.1:${port}; ${block()} } }`)
  if (spawnSync('/usr/sbin/nginx', ['-t', '-c', conf]).status !== 0) {
    console.log(`  this nginx has no module for ${name}; comparing without it`)
    return null
  }
  startChild('/usr/sbin/nginx', ['-c', conf], { stdio: ['ignore', 'ignore', 'ignore'] })
  const base = `http://127.0.0.1:${port}`
  await answers(`${base}/`)
  return base
}
