import 'server-only'
import { isIP } from 'node:net'
import { isAbsolute } from 'node:path'
import { z } from './zod'

/**
 * `demo` tells the invented story on plain HTTP, `production` holds people's records and takes no shortcut,
 * `test` is everything else (vitest, tools).
 */
export type Mode = 'demo' | 'test' | 'production'

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a URL such as postgres://user:password@host:5432/enamel' })

const key32 = (text: string) => {
  const key = Buffer.from(text, 'base64url')
  return key.length === 32 && key.toString('base64url') === text.replace(/=+$/, '') ? key : undefined
}

/** `number:key,number:key`; the first is used for new work, the others only to read what they once made. */
const keyList = () =>
  z.string().transform((text, context) => {
    const entries = text.split(',').map((entry) => {
      const [, kid, encoded] = /^([1-9]\d{0,4}):(.+)$/.exec(entry.trim()) ?? []
      const key = encoded ? key32(encoded) : undefined
      return kid && key ? { kid: Number(kid), key } : undefined
    })
    const keys = entries.filter((entry) => entry !== undefined)
    if (keys.length !== entries.length || new Set(keys.map(({ kid }) => kid)).size !== keys.length) {
      context.addIssue({ code: 'custom', message: 'must be number:key,number:key… with distinct numbers and keys of 32 bytes in base64url' })
      return z.NEVER
    }
    return keys
  })

const isNetwork = (entry: string) => {
  const [address = '', bits, more] = entry.split('/')
  const family = isIP(address)
  return family !== 0 && more === undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)))
}

const origin = (mode: Mode) =>
  z.string().refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    return url?.origin === text && (url.protocol === 'https:' || (mode !== 'production' && url.protocol === 'http:'))
  }, mode === 'production' ? 'must be an https origin such as https://enamel.example.org, without a path' : 'must be an origin such as http://localhost:3000')

/** What the server may read. The description of each becomes the comment in .env.example, the first example its value. */
function variables(mode: Mode) {
  const inProduction = <T extends z.ZodType>(schema: T) => (mode === 'production' ? schema : schema.optional()) as z.ZodOptional<T>
  return {
    ENAMEL_ORIGIN: origin(mode).meta({
      description: 'The one address people use, scheme and host only. Links in mail are made from it and writes must come from it.',
      examples: ['https://enamel.example.org'],
    }),
    DATABASE_URL: postgresUrl.meta({
      description: 'PostgreSQL 18 as the runtime role: no superuser, owner of nothing, without BYPASSRLS. Start-up refuses another.',
      examples: ['postgres://enamel_runtime:password@db.example.org:5432/enamel'],
    }),
    ENAMEL_SECRET: z.string().refine((text) => Buffer.byteLength(text) >= 32, 'must be 32 bytes or more').meta({
      description: 'Seals short-lived tokens. 32 random bytes or more: openssl rand -base64 32',
    }),
    ENAMEL_ROOT_KEYS: keyList().meta({
      description:
        'Root keys that wrap the practices\' keys, as number:key,number:key… with keys of 32 bytes in base64url; the first wraps, the others only unwrap. Whoever loses them loses every document: keep a copy apart from the backups. A key: openssl rand 32 | basenc --base64url | tr -d =',
    }),
    ENAMEL_LINK_KEYS: keyList().meta({
      description: 'Keys that sign document links, as number:key,number:key… made like root keys; the first signs. Links live a minute, so old ones may be dropped soon.',
    }),
    ENAMEL_STORE_DIR: z.string().refine(isAbsolute, 'must be an absolute path').meta({
      description: 'Folder for the encrypted documents, on a disk that is backed up, readable by this user alone.',
      examples: ['/var/lib/enamel/store'],
    }),
    SMTP_URL: inProduction(z.url({ protocol: /^smtps?$/, error: 'must be a URL such as smtps://user:password@mail.example.org' })).meta({
      description: 'Where mail leaves.',
      examples: ['smtps://enamel:password@mail.example.org'],
    }),
    MAIL_FROM: inProduction(z.string().regex(/^[^\r\n]*@[^\s@]+$|^[^\r\n<>]+<[^\s@<>]+@[^\s@<>]+>$/, 'must be an address, or Name <address>')).meta({
      description: 'The sender of that mail.',
      examples: ['Enamel <no-reply@enamel.example.org>'],
    }),
    ENAMEL_CONTACT: z.email('must be an e-mail address').optional().meta({
      description: 'Where people write who found something wrong; shown on the help and security pages. Somebody must read it every day.',
      examples: ['security@enamel.example.org'],
    }),
    TRUSTED_PROXY: z
      .string()
      .default('')
      .transform((text) => text.split(',').map((entry) => entry.trim()).filter(Boolean))
      .refine((list) => list.every(isNetwork), 'must be addresses or networks such as 127.0.0.1,10.0.0.0/8')
      .refine((list) => mode !== 'production' || list.length > 0, 'is missing')
      .meta({
        description: 'The TLS proxies in front, as addresses or networks. Forwarded headers from anybody else are dropped.',
        examples: ['127.0.0.1,::1'],
      }),
    CLAMD_HOST: z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address').optional().meta({
      description: 'Where ClamAV\'s clamd listens on TCP. With it, or with CLAMD_SOCKET, every file is looked through before anybody can open it; without both, none is. Set AlertExceedsMax yes in clamd.conf: docs/running.md.',
    }),
    CLAMD_PORT: z.coerce.number().int().min(1).max(65535).default(3310).meta({ description: 'The port beside CLAMD_HOST.', examples: ['3310'] }),
    CLAMD_SOCKET: z.string().refine(isAbsolute, 'must be an absolute path').optional().meta({
      description: 'The same on a Unix socket, such as /run/clamav/clamd.ctl; goes before CLAMD_HOST.',
    }),
    ENAMEL_WORKER: z.enum(['inline', 'separate']).default('inline').meta({
      description: 'Where jobs run: inline in the server, or separate in processes of their own (npm run worker).',
      examples: ['inline'],
    }),
    ENAMEL_HOST: z.string().default('127.0.0.1').meta({
      description: 'The address to listen on. (Not HOSTNAME: containers and shells set that by themselves.)',
      examples: ['127.0.0.1'],
    }),
    PORT: z.coerce.number().int().min(1).max(65535).default(3000).meta({ description: 'The port to listen on.', examples: ['3000'] }),
    ENAMEL_DEMO: z.enum(['1']).optional().meta({
      description: 'Set by npm run demo and npm run dev alone: invented people, accounts with known passwords. npm start refuses it.',
    }),
  }
}

/** What only tools read: the server's process never holds it. */
const toolVariables = {
  DATABASE_OWNER_URL: postgresUrl.meta({
    description: 'The owner of the database, for npm run migrate and npm run admin alone; leave it out of the server\'s environment.',
    examples: ['postgres://enamel_owner:password@db.example.org:5432/enamel'],
  }),
}

const schema = (mode: Mode) => z.object(variables(mode))
export type Env = z.output<ReturnType<typeof schema>> & { mode: Mode }
type Source = Readonly<Record<string, string | undefined>>

/** The mode an environment asks for. */
export function modeOf(source: Source): Mode {
  if (source.ENAMEL_DEMO === '1') return 'demo'
  return source.NODE_ENV === 'production' ? 'production' : 'test'
}

/** Names every variable that is missing or wrong, never its value. */
export class EnvError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The environment is not complete (see .env.example):\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'EnvError'
    this.problems = problems
  }
}

/** @throws EnvError naming everything at once */
export function readEnv(source: Source, mode: Mode = modeOf(source)): Env {
  return { ...parse(schema(mode), source), mode }
}

/** The owner's connection, for tools. @throws EnvError */
export function readOwnerUrl(source: Source): string {
  return parse(z.object(toolVariables), source).DATABASE_OWNER_URL
}

function parse<T extends z.ZodObject>(object: T, source: Source): z.output<T> {
  // An empty value is how shells and compose files say "none".
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const result = object.safeParse(present)
  if (result.success) return result.data
  throw new EnvError(result.error.issues.map(({ path, message }) => {
    const name = String(path[0])
    return `${name} ${name in present ? message : 'is missing'}`
  }))
}

let known: Env | undefined

/** The validated environment of this process, read once. @throws EnvError */
export function env(): Env {
  return (known ??= readEnv(process.env))
}

/** Lets the next `env()` read anew; for tests. */
export function forgetEnv(): void {
  known = undefined
}

/** Each variable with what .env.example says of it. */
export function describeEnv(): { name: string; about: string; example: string; tool: boolean }[] {
  const describe = (fields: Record<string, z.ZodType>, tool: boolean) =>
    Object.entries(fields).map(([name, field]) => {
      const { description = '', examples = [] } = field.meta() ?? {}
      const [example] = examples as string[]
      return { name, about: description, example: example ?? '', tool }
    })
  return [...describe(variables('production'), false), ...describe(toolVariables, true)]
}
