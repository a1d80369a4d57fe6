import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'

export type Mail = { to: string[]; subject: string; text: string; raw: string }

/** A mail server that keeps what it is given as files, so that tests in other processes can read it. */
export async function receiveMail(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  mkdirSync(folder, { recursive: true })
  let count = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const name = String(++count).padStart(6, '0')
        // Renamed into place whole: a reader never sees half a letter.
        writeFileSync(join(folder, `${name}.part`), JSON.stringify({ to, raw: Buffer.concat(chunks).toString('latin1') }))
        renameSync(join(folder, `${name}.part`), join(folder, `${name}.json`))
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** Everything received so far, oldest first. */
export function mails(folder: string): Mail[] {
  return readdirSync(folder).filter((name) => name.endsWith('.json')).sort((a, b) => a.localeCompare(b)).map((name) => {
    const { to, raw } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { to: string[]; raw: string }
    return { to, raw, subject: subjectOf(raw), text: textOf(raw) }
  })
}

/** The newest mail to an address, waiting up to `ms` for one that is not among the first `after`. */
export async function mailTo(folder: string, address: string, { after = 0, ms = 20_000 } = {}): Promise<Mail> {
  for (const end = Date.now() + ms; ; await sleep(100)) {
    const mail = mails(folder).slice(after).findLast(({ to }) => to.includes(address))
    if (mail) return mail
    if (Date.now() > end) throw new Error(`no mail came to ${address} within ${ms} ms`)
  }
}

function split(part: string): { head: string; body: string } {
  const at = part.search(/\r?\n\r?\n/)
  return { head: part.slice(0, at).replaceAll(/\r?\n[ \t]+/g, ' '), body: part.slice(at).replace(/^\r?\n\r?\n/, '') }
}

function field(head: string, name: string): string {
  return new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
}

function subjectOf(raw: string): string {
  const words = field(split(raw).head, 'subject').replaceAll(/\?=\s+=\?/g, '?==?')
  return words.replaceAll(/=\?utf-8\?([BQ])\?(.*?)\?=/gi, (_, how: string, word: string) =>
    how.toUpperCase() === 'B' ? Buffer.from(word, 'base64').toString() : unquote(word.replaceAll('_', ' ')))
}

function textOf(raw: string): string {
  const { head, body } = split(raw)
  const boundary = /boundary="?([^";\r\n]+)/i.exec(field(head, 'content-type'))?.[1]
  if (boundary) {
    const parts = body.split(`--${boundary}`).slice(1, -1).map((part) => part.replace(/^\r?\n/, ''))
    const plain = parts.find((part) => /^content-type:\s*(text\/plain|multipart\/)/im.test(split(part).head))
    return textOf(plain ?? parts[0] ?? '')
  }
  const coding = field(head, 'content-transfer-encoding').toLowerCase()
  if (coding === 'base64') return Buffer.from(body, 'base64').toString()
  return coding === 'quoted-printable' ? unquote(body.replaceAll(/=\r?\n/g, '')) : Buffer.from(body, 'latin1').toString()
}

function unquote(text: string): string {
  return Buffer.from(text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString()
}
