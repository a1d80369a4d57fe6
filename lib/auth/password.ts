import 'server-only'
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { commonPasswords } from '@/lib/auth/password-blocklist'

/** OWASP's smallest recommended argon2id: 19 MiB, two passes, one lane; about 60 ms on a small server. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32

/** Anything a person can type is accepted up to here; what is longer is refused before it costs work. */
export const longestPassword = 1024

/** The same characters typed on another keyboard are the same password (NIST SP 800-63B-4 section 3.1.1.2). */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8')
}

/**
 * The stored form of a password or PIN: a PHC string, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. It is work: ask first whether
 * whoever wants it done holds anything that it would be for.
 * @throws PasswordsBusy
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await derive(bytesOf(password), salt, cost, queues.chosen)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plain(salt)}$${plain(tag)}`
}

/**
 * Whether a password belongs to a stored form. `null` (nobody of that name, or nobody with a password) costs the same
 * work and is false, so that time does not tell which addresses have accounts.
 * @throws PasswordsBusy
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = parse(stored)
  const { salt, tag, parameters } = parsed ?? { salt: Buffer.alloc(16), tag: Buffer.alloc(tagLength), parameters: cost }
  const typed = password.length > longestPassword ? Buffer.alloc(0) : bytesOf(password)
  const derived = await derive(typed, salt, parameters, queues.guessed)
  return timingSafeEqual(derived, tag) && parsed !== null && password.length <= longestPassword
}

/** Why a password will not do, in a sentence for the person; null when it will. `about` are words of her own context. */
export function passwordProblem(password: string, { length, about = [] }: { length: 8 | 15; about?: readonly string[] }): string | null {
  const text = password.normalize('NFKC')
  const count = [...text].length
  if (count < length) return `This is ${count === 1 ? 'one character' : `${count} characters`}. Use at least ${length}; a few unrelated words are easy to remember.`
  if (text.length > longestPassword) return `Use at most ${longestPassword} characters.`
  if (isCommon(text)) return 'This is among the passwords that are tried first. Choose another; a few unrelated words do well.'
  if (isAbout(text, about)) return 'This is mostly a name or an address that others know. Choose another; a few unrelated words do well.'
  return null
}

/** Letters that stand for others ("p@ssw0rd") hide nothing from somebody who tries lists. */
const leet: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', $: 's', '!': 'i', '€': 'e' }

function bare(text: string): string {
  return [...text.toLowerCase()].map((letter) => leet[letter] ?? letter).join('').replaceAll(/[^\p{L}\p{N}]/gu, '')
}

function isCommon(text: string): boolean {
  const lower = text.toLowerCase().replaceAll(/\s/g, '')
  const trimmed = lower.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '')
  if ([lower, trimmed, bare(lower), bare(trimmed)].some((form) => commonPasswords.has(form))) return true
  return isRepeated(lower) || isRow(lower)
}

/** "aaaaaaaa", "abcabcabc": a short part over and over. */
function isRepeated(text: string): boolean {
  return /^(.{1,4}?)\1+$/u.test(text) || new Set(text).size <= 2
}

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', '1q2w3e4r5t6y7u8i9o0p']

/** "abcdefgh", "87654321", "qwertyuiop1": keys or letters in their order, either way. */
function isRow(text: string): boolean {
  const core = text.replace(/[^\p{L}\p{N}]+/gu, '')
  return rows.some((row) => [row, [...row].reverse().join('')].some((line) => line.includes(core) || longestShared(core, line) >= core.length - 2))
}

function longestShared(text: string, line: string): number {
  let best = 0
  for (let from = 0; from < text.length; from++) {
    while (from + best < text.length && line.includes(text.slice(from, from + best + 1))) best++
  }
  return best
}

/** What is left of a password once everything known about the person is taken out of it. */
function isAbout(text: string, about: readonly string[]): boolean {
  const words = [...about, 'enamel', 'dental', 'dentist', 'dentistry', 'practice', 'clinic']
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)]).map(bare).filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length)
  let rest = bare(text)
  const before = rest.length
  for (const word of words) rest = rest.replaceAll(word, '')
  return rest.length < before && rest.replaceAll(/\d/g, '').length < 4
}

type Parameters = typeof cost

function parse(stored: string | null): { salt: Buffer; tag: Buffer; parameters: Parameters } | null {
  const [, memory, passes, parallelism, salt, tag] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored ?? '') ?? []
  if (!salt || !tag) return null
  return {
    salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64'),
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
  }
}

const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')

/** More passwords at once than this process can work through; `code` makes it an answer of 503 with a time to wait. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy'
  readonly code = 'PASSWORDS_BUSY'
}

// Every derivation takes 19 MiB and a database connection waits for it: a flood must not take them all (db/pool.ts has
// sixteen). New passwords are fewer and come with a link or a session, so a queue full of guesses still has room for two.
const atOnce = 4
const queues = { guessed: 8, chosen: 10 }
let running = 0
const waiting: (() => void)[] = []

async function derive(message: Buffer, nonce: Buffer, { memory, passes, parallelism }: Parameters, queue: number): Promise<Buffer> {
  if (running >= atOnce) {
    if (waiting.length >= queue) throw new PasswordsBusy('too many passwords at once')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await new Promise<Buffer>((resolve, reject) =>
      argon2('argon2id', { message, nonce, memory, passes, parallelism, tagLength }, (error, key) => (error ? reject(error) : resolve(key))))
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
