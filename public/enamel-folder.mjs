#!/usr/bin/env node
/*
 * Enamel's folder program: takes what a scanner, a sensor or a camera writes into a folder, sends it to the practice's Enamel, and
 * deletes its copy once the vault has confirmed the whole. One file, Node 20 or later, nothing to install. It is longer than other
 * files because it must come alone. How to set it up: docs/folder-program.md.
 *
 *   node enamel-folder.mjs enamel-folder.json
 *
 * It can send and ask how far it is, and nothing else: its credential reads no record. It never deletes what the vault has not
 * confirmed with the digest of the very bytes that are about to go, and it never turns the checking of certificates off.
 */
import { createHash } from 'node:crypto'
import { constants, watch } from 'node:fs'
import { link, lstat, mkdir, open, readFile, readdir, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import http from 'node:http'
import https from 'node:https'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PART = 8 * 1024 * 1024
/** Exit codes: 2, set up wrongly; 3, the credential is not valid any more. */
const SETUP = 2
const REVOKED = 3

class Stop extends Error {
  constructor(code, message) {
    super(message)
    this.code = code
  }
}
/** The file is another than it was: whatever was done for it counts no more. */
class Changed extends Error {}
/** Not now: the server is away, full or closed. */
class Later extends Error {
  constructor(message, seconds = 0) {
    super(message)
    this.seconds = seconds
  }
}
/** The vault does not take this file. */
class Refused extends Error {}

/** A name cannot break a line of the log, nor move the cursor in it. */
const plain = (text) => String(text).replace(/[\p{C}\u2028\u2029]/gu, '?')
const say = (...words) => console.log(`${new Date().toISOString()} ${plain(words.join(' '))}`)
const sizeOf = (bytes) => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`)

// ── Setting up ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function setUp() {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    throw new Stop(SETUP, 'NODE_TLS_REJECT_UNAUTHORIZED=0 would let anybody pose as the server. Remove it; for a certificate of your own, name its authority in NODE_EXTRA_CA_CERTS.')
  const named = process.argv[2] ?? process.env.ENAMEL_FOLDER_CONFIG
  let given = {}
  if (named) {
    try {
      given = JSON.parse(await readFile(named, 'utf8'))
    } catch (error) {
      throw new Stop(SETUP, `The settings ${named} cannot be read: ${error.message}`)
    }
  }
  const beside = named ? dirname(resolve(named)) : process.cwd()
  const setting = (env, name) => process.env[env] ?? given[name]
  const need = (env, name) => {
    const value = setting(env, name)
    if (typeof value !== 'string' || value === '') throw new Stop(SETUP, `The settings do not say "${name}" (or ${env}).`)
    return value
  }
  const url = addressOf(need('ENAMEL_URL', 'url'))
  const credential = await credentialIn(resolve(beside, need('ENAMEL_CREDENTIAL_FILE', 'credentialFile')))
  const wanted = resolve(beside, need('ENAMEL_FOLDER', 'folder'))
  const folder = await realpath(wanted).catch(() => wanted)
  if (!(await stat(folder).catch(() => null))?.isDirectory()) throw new Stop(SETUP, `There is no folder ${wanted}.`)
  const journalFile = resolve(beside, setting('ENAMEL_FOLDER_JOURNAL', 'journal') ?? `${named ? basename(named, extname(named)) : 'enamel-folder'}.journal`)
  if (dirname(journalFile) === folder) throw new Stop(SETUP, 'The journal lies in the folder that is watched. Put the settings somewhere else.')
  const seconds = (env, name, otherwise) => {
    const value = Number(setting(env, name) ?? otherwise)
    if (!(value > 0 && value <= 3600)) throw new Stop(SETUP, `"${name}" must be a number of seconds.`)
    return value * 1000
  }
  return { url, ...credential, folder, journalFile, still: seconds('ENAMEL_FOLDER_STILL', 'stillSeconds', 5), every: seconds('ENAMEL_FOLDER_EVERY', 'scanSeconds', 5) }
}

function addressOf(text) {
  const url = URL.canParse(text) ? new URL(text) : null
  const here = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && here))) throw new Stop(SETUP, `"${text}" is no https address.`)
  return url.origin
}

async function credentialIn(file) {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw new Stop(SETUP, `There is no credential file ${file}.`)
  // Windows keeps rights elsewhere: see docs/folder-program.md.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new Stop(SETUP, `Others on this computer can read ${file}. Run: chmod 600 "${file}"`)
  const [, program, token] = /^folder\.([0-9a-f-]{36})\.([\w-]{43})$/.exec((await readFile(file, 'utf8')).trim()) ?? []
  if (!program) throw new Stop(SETUP, `${file} holds no credential. It is one line that begins with "folder."`)
  return { program, token }
}

// ── What is remembered over a restart: beside the settings, never in the folder ──────────────────────────────────────

/** name → { size, mtime, sha256, document, aside? } */
let journal = {}

async function readJournal({ journalFile }) {
  try {
    journal = JSON.parse(await readFile(journalFile, 'utf8')).files ?? {}
  } catch (error) {
    // One that cannot be read costs nothing but sending once more.
    if (error.code !== 'ENOENT') say(`the journal could not be read and is begun anew: ${error.message}`)
    journal = {}
  }
}

async function writeJournal({ journalFile }) {
  const next = `${journalFile}.next`
  const handle = await open(next, 'w', 0o600)
  try {
    await handle.writeFile(JSON.stringify({ version: 1, files: journal }))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(next, journalFile)
}

async function remember(at, name, entry) {
  if (entry) journal[name] = entry
  else delete journal[name]
  await writeJournal(at)
}

// ── The folder ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Hidden, half-written by others, or of the system. */
const ignored = (name) => /^[.~]|~$|\.(tmp|temp|part|partial|crdownload|download|filepart|lock|lck|swp|bak)$|^(thumbs\.db|desktop\.ini)$/i.test(name)

const asideOf = (document) => `.enamel-${document}`

/** Opens what lies there itself, never what a link points to. @throws Changed if it is not the file that was seen */
async function openFile(path, seen) {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  const now = await handle.stat()
  if (now.isFile() && now.size === seen.size && now.mtimeMs === seen.mtime) return handle
  await handle.close()
  throw new Changed()
}

async function digestOf(path, seen) {
  const handle = await openFile(path, seen)
  try {
    const hash = createHash('sha256')
    let size = 0
    for await (const chunk of handle.createReadStream({ autoClose: false })) {
      hash.update(chunk)
      size += chunk.length
    }
    const after = await handle.stat()
    if (size !== seen.size || after.size !== seen.size || after.mtimeMs !== seen.mtime) throw new Changed()
    return hash.digest('hex')
  } finally {
    await handle.close()
  }
}

/**
 * Whether somebody still has it open to write, as far as that can be known: Windows does not let it be opened then, Linux lists the
 * files of the processes that we may look into. Elsewhere, and over a network, that it lies still must do.
 */
async function isBeingWritten(path) {
  if (process.platform === 'win32') {
    const handle = await open(path, 'r+').catch((error) => error.code)
    if (typeof handle === 'object') await handle.close()
    // Whether it may be changed at all is another question: EPERM is a file that nobody may write to.
    return handle === 'EBUSY'
  }
  if (process.platform !== 'linux') return false
  for (const pid of (await readdir('/proc')).filter((one) => /^\d+$/.test(one) && Number(one) !== process.pid)) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) !== path) continue
      const flags = /^flags:\s*(\d+)/m.exec(await readFile(`/proc/${pid}/fdinfo/${fd}`, 'utf8').catch(() => ''))?.[1]
      if (flags && (Number.parseInt(flags, 8) & 3) !== 0) return true
    }
  }
  return false
}

/** name → what it was when last looked at, and since when */
const seenBefore = new Map()

/** What lies still and may be sent, oldest first. */
async function ready({ folder, still }) {
  const found = []
  const names = new Set()
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    // Of a folder, a link, a pipe nothing is taken, and nothing is followed.
    if (!entry.isFile() || ignored(entry.name)) continue
    const info = await lstat(join(folder, entry.name)).catch(() => null)
    if (!info?.isFile()) continue
    names.add(entry.name)
    const before = seenBefore.get(entry.name)
    const same = before?.size === info.size && before.mtime === info.mtimeMs
    const seen = same ? before : { name: entry.name, size: info.size, mtime: info.mtimeMs, since: Date.now(), asked: 0 }
    // When it came here: a copy keeps the hour of its original, but not the one of its arrival.
    seen.came = Math.max(info.mtimeMs, info.ctimeMs, info.birthtimeMs || 0)
    seenBefore.set(entry.name, seen)
    // An empty one is most often about to be filled.
    const wait = info.size === 0 ? still * 6 : still
    if (Date.now() - seen.since >= wait && Date.now() >= seen.asked) found.push(seen)
  }
  for (const name of seenBefore.keys()) if (!names.has(name)) seenBefore.delete(name)
  return found.toSorted((a, b) => a.came - b.came)
}

/** A name that is free in a folder: `scan.pdf`, `scan (2).pdf` … */
async function freeName(folder, name) {
  const end = extname(name)
  for (let count = 1; ; count++) {
    const tried = count === 1 ? name : `${basename(name, end)} (${count})${end}`
    if (!(await lstat(join(folder, tried)).catch(() => null))) return tried
  }
}

/** Moves a file to a name that is free, and over nothing that comes to lie there in the meantime. @returns the name */
async function moveTo(from, folder, name) {
  for (;;) {
    const free = await freeName(folder, name)
    try {
      await link(from, join(folder, free))
    } catch (error) {
      if (error.code === 'EEXIST') continue
      // A share without hard links.
      await rename(from, join(folder, free))
      return free
    }
    await rm(from)
    return free
  }
}

async function putAway({ folder }, name, why) {
  const there = join(folder, 'refused')
  await mkdir(there).catch((error) => (error.code === 'EEXIST' ? undefined : Promise.reject(error)))
  if (!(await lstat(there)).isDirectory()) throw new Later(`${there} is no folder, so that what was refused cannot be put there`, 60)
  const kept = await moveTo(join(folder, name), there, name)
  await writeFile(join(there, await freeName(there, `${kept}.txt`)),
    `Enamel did not take this file: ${kept}\r\n\r\n${why}\r\n\r\nNothing of it was kept there. Here it lies as it was, since ${new Date().toString()}.\r\n`, { flag: 'wx' })
}

// ── The vault ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One request. @returns status, headers and what was answered, as JSON or null. @throws Later when there is no answer */
function ask({ url, token }, method, path, { headers = {}, body = null } = {}) {
  return new Promise((done, fail) => {
    const target = new URL(path, url)
    const { request } = target.protocol === 'https:' ? https : http
    const away = (error) => fail(new Later(`the server does not answer (${error.code ?? error.message})`))
    const sent = request(target, { method, headers: { authorization: `Bearer ${token}`, 'user-agent': 'enamel-folder/1', ...headers }, rejectUnauthorized: true }, (answer) => {
      const parts = []
      let length = 0
      answer.on('data', (part) => (length += part.length) <= 65_536 && parts.push(part))
      answer.on('error', away)
      answer.on('end', () => {
        let said = null
        try {
          said = JSON.parse(Buffer.concat(parts).toString('utf8'))
        } catch {
          // An error page of something in between.
        }
        done({ status: answer.statusCode ?? 0, headers: answer.headers, said })
      })
    })
    // The last part is answered when all of them have been joined.
    sent.setTimeout(method === 'PATCH' ? 600_000 : 60_000, () => sent.destroy(new Error('it took too long')))
    sent.on('error', away)
    if (body === null || Buffer.isBuffer(body)) sent.end(body ?? undefined)
    else {
      let left = headers['content-length']
      const breakOff = (error) => {
        fail(error)
        sent.destroy()
      }
      body.on('data', (part) => (left -= part.length))
      body.on('error', breakOff)
      // Cut short under our hands: the server would wait for the rest.
      body.on('end', () => left > 0 && breakOff(new Changed()))
      body.pipe(sent)
    }
  })
}

/** @throws what an answer that is no success means */
function explain({ status, headers, said }) {
  if (said === null || typeof said.error !== 'string') throw new Later(`the server answers ${status}, and not as Enamel does`)
  const wait = Number(headers['retry-after']) || 0
  if ([413, 415, 422].includes(status) && !['digest_differs', 'size_differs', 'interrupted'].includes(said.why)) throw new Refused(said.says ?? said.error)
  if (status === 422) throw new Changed()
  throw new Later(`the server answers: ${said.says ?? said.error}`, wait)
}

async function announce(at, seen, sha256) {
  const digest = `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`
  const age = Math.max(0, Math.ceil((Date.now() - seen.came) / 1000))
  const body = Buffer.from(JSON.stringify({ fileName: seen.name.slice(0, 255), size: seen.size, digest, age }))
  const answer = await ask(at, 'POST', `/v1/f/${at.program}`, { headers: { 'content-type': 'application/json', 'content-length': body.length }, body })
  if (answer.status === 201 && typeof answer.said?.document === 'string') return answer.said.document
  // For whoever is not there, nothing is there: the credential was ended, or is another installation's.
  if (answer.status === 404 && answer.said?.error === 'not_found')
    throw new Stop(REVOKED, 'The credential is not valid any more. Make a new one in Enamel under Workstations. Nothing was deleted here.')
  return explain(answer)
}

/** How an upload stands, or null where it is not there any more. */
async function stateOf(at, document) {
  const answer = await ask(at, 'GET', `/v1/f/${at.program}/${document}`)
  if (answer.status === 200 && answer.said) return answer.said
  if (answer.status === 404 && answer.said?.error === 'not_found') return null
  return explain(answer)
}

async function sendPart(at, seen, document, offset) {
  const handle = await openFile(join(at.folder, seen.name), seen)
  try {
    const size = Math.min(PART, seen.size - offset)
    const body = size === 0 ? null : handle.createReadStream({ start: offset, end: offset + size - 1, autoClose: false })
    const answer = await ask(at, 'PATCH', `/v1/f/${at.program}/${document}`, {
      headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), 'content-length': size }, body,
    })
    // 409: another place, and 404: gone since. Both are asked about next.
    if (![200, 404, 409].includes(answer.status)) explain(answer)
  } finally {
    await handle.close()
  }
}

// ── One file, from beginning to end ──────────────────────────────────────────────────────────────────────────────────

async function bring(at, seen) {
  const { name } = seen
  const path = join(at.folder, name)
  let entry = journal[name]
  if (entry && (entry.size !== seen.size || entry.mtime !== seen.mtime)) {
    // Under this name lies something else by now. What was begun for the other is given up.
    await ask(at, 'DELETE', `/v1/f/${at.program}/${entry.document}`)
    await remember(at, name, null)
    entry = undefined
  }
  if (!entry) {
    if (await isBeingWritten(path)) return
    const sha256 = await digestOf(path, seen)
    entry = { size: seen.size, mtime: seen.mtime, sha256, document: await announce(at, seen, sha256) }
    await remember(at, name, entry)
  }
  let before = -1
  for (let stuck = 0; ;) {
    const state = await stateOf(at, entry.document)
    if (state === null || state.state === 'over') {
      // Gone, or never finished in time: from the beginning. Should the credential have ended, announcing says so.
      await remember(at, name, null)
      return
    }
    if (state.state === 'receiving') {
      stuck = state.offset > before ? 0 : stuck + 1
      before = state.offset
      if (stuck > 3) throw new Later('the upload does not get on', 60)
      await sendPart(at, seen, entry.document, state.offset)
      continue
    }
    if (state.state === 'refused') throw new Refused(state.says ?? 'It was refused.')
    // It rests there, and somebody or something is still looking at it. Until then this copy stays.
    if (state.state !== 'kept') throw new Later('the vault has it and is still looking through it', 15)
    if (state.sha256 !== null && state.sha256 !== entry.sha256) throw new Later('the vault holds something else than was sent; this copy stays', 600)
    await letGo(at, seen, entry)
    return
  }
}

/**
 * Deletes our copy, if it is to the last bit what the vault has confirmed. It is moved aside first: whoever writes to its name from
 * now on writes another file.
 */
async function letGo(at, seen, entry) {
  const { name } = seen
  const aside = join(at.folder, asideOf(entry.document))
  await remember(at, name, { ...entry, aside: true })
  await openFile(join(at.folder, name), seen).then((handle) => handle.close())
  await rename(join(at.folder, name), aside)
  try {
    if ((await digestOf(aside, seen)) !== entry.sha256 || (await isBeingWritten(aside))) throw new Changed()
  } catch (error) {
    await comeBack(at, name, aside, !(error instanceof Changed))
    throw error
  }
  await rm(aside)
  await remember(at, name, null)
  say(`sent ${name} (${sizeOf(seen.size)}), confirmed and deleted here`)
}

async function comeBack(at, name, aside, known = true) {
  const free = await moveTo(aside, at.folder, name)
  const { [name]: entry, ...others } = journal
  journal = known && entry ? { ...others, [free]: entry } : others
  await writeJournal(at)
}

/** What was aside when the program last ended comes back, and is compared anew. */
async function recover(at) {
  for (const [name, { document, aside }] of Object.entries(journal)) {
    const path = join(at.folder, asideOf(document))
    if (aside && (await lstat(path).catch(() => null))) await comeBack(at, name, path)
  }
  // Entries of what is gone from the folder are of no use.
  for (const name of Object.keys(journal)) {
    const gone = await lstat(join(at.folder, name)).then(() => false, (error) => error.code === 'ENOENT')
    if (gone) delete journal[name]
  }
  await writeJournal(at)
}

async function settle(at, seen) {
  const { name } = seen
  try {
    await bring(at, seen)
  } catch (error) {
    if (error instanceof Stop) throw error
    if (error instanceof Refused) {
      await remember(at, name, null)
      await putAway(at, name, error.message)
      say(`refused ${name}: ${error.message}`)
    } else if (error instanceof Changed) {
      // What was begun comes to nothing; if the server does not hear of it, it finds out by itself within a day.
      if (journal[name]) await ask(at, 'DELETE', `/v1/f/${at.program}/${journal[name].document}`).catch(() => {})
      await remember(at, name, null)
      seenBefore.delete(name)
      say(`${name} changed meanwhile and stays; what it is now is sent when it lies still`)
    } else if (error instanceof Later) {
      seen.asked = Date.now() + Math.max(error.seconds * 1000, 1000)
      if (seen.told !== error.message) say(`${name} waits: ${error.message}`)
      seen.told = error.message
      return error.seconds === 0
    } else if (['ENOENT', 'EBUSY', 'EPERM', 'EACCES', 'ELOOP'].includes(error.code)) {
      // Somebody else took it, or holds it at this moment.
      seen.asked = Date.now() + 5000
    } else throw error
  }
  return false
}

async function main() {
  const at = await setUp()
  await readJournal(at)
  await recover(at)
  let wake = () => {}
  // At any moment: what is on its way is found in the journal, and nothing is half.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
    say('stopped')
    process.exit(0)
  })
  // Where changes are told, it is quicker; where they are not (a network share), it looks by itself.
  try {
    watch(at.folder, () => wake()).on('error', () => {})
  } catch {
    // As said.
  }
  say(`watching ${at.folder} for ${at.url}`)
  let failures = 0
  for (;;) {
    let away = false
    try {
      for (const seen of await ready(at)) {
        if (await settle(at, seen)) {
          away = true
          break
        }
      }
    } catch (error) {
      if (error instanceof Stop) throw error
      // A share that is away for a moment, a full disk: said, and tried again.
      say(`trouble, and trying again: ${error.message}`)
      away = true
    }
    // A server that is away is asked more and more seldom, up to once a minute.
    failures = away ? failures + 1 : 0
    const pause = failures === 0 ? at.every : Math.min(60_000, at.every * 2 ** Math.min(failures - 1, 6))
    const still = new AbortController()
    wake = () => failures === 0 && setTimeout(() => still.abort(), 250).unref()
    await sleep(pause, undefined, { signal: still.signal }).catch(() => {})
    wake = () => {}
  }
}

main().catch((error) => {
  say(error instanceof Stop ? error.message : `ended by a fault: ${error.stack}`)
  process.exit(error instanceof Stop ? error.code : 1)
})
