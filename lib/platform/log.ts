import 'server-only'

/** Only a text written in the source, and one word: a variable of type `string` could carry a name or a finding. */
type Word<S extends string> = string extends S ? never : S extends `${string} ${string}` ? never : S

/** Everything a line may hold. There is no field for a message, and none takes free text. */
type Fields<Event extends string, Code extends string> = {
  event: Word<Event>
  code?: Word<Code> | undefined
  /** An operation's name (`portal.documents.list`). */
  operation?: string | undefined
  /** A route's template (`/portal/[hat]/documents`), never the address itself. */
  route?: string | undefined
  /** `file:line:column` of the first stack frame. */
  place?: string | undefined
  /** Node's, PostgreSQL's or Next's own code of a fault: ECONNREFUSED, 23505, a digest. */
  fault?: string | undefined
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | undefined
  request?: string | undefined
  session?: string | undefined
  person?: string | undefined
  practice?: string | undefined
  hat?: string | undefined
  document?: string | undefined
  version?: string | undefined
  job?: string | undefined
  status?: number | undefined
  bytes?: number | undefined
  count?: number | undefined
  attempt?: number | undefined
  ms?: number | undefined
}

type Level = 'info' | 'warn' | 'error'

// The type stops an honest mistake; this stops the rest. Ids, codes, routes and places have no spaces and no @.
const safe = /^[\w.:/[\]()-]{1,120}$/

function write(level: Level, fields: object): void {
  const line: Record<string, string | number> = { at: new Date().toISOString(), level }
  for (const [key, value] of Object.entries(fields) as [string, unknown][]) {
    if (typeof value === 'number' && Number.isFinite(value)) line[key] = value
    else if (typeof value === 'string') line[key] = safe.test(value) ? value : '(withheld)'
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

const at = (level: Level) =>
  function logLine<Event extends string, Code extends string = never>(fields: Fields<Event, Code>): void {
    write(level, fields)
  }

/** Structured lines on stdout, one JSON object each. */
export const log = { info: at('info'), warn: at('warn'), error: at('error') }

/** What may be told of a caught value: its kind and where it arose. Its message may quote somebody's data. */
export function faultOf(error: unknown): { fault: string; place: string | undefined } {
  if (!(error instanceof Error)) return { fault: 'NotAnError', place: undefined }
  const { code, digest } = error as { code?: unknown; digest?: unknown }
  const word = [code, digest, error.name].find((candidate) => typeof candidate === 'string' && /^[\w.-]{1,60}$/.test(candidate))
  const frame = /^\s+at .*?\(?(?:file:\/\/)?([^()\s]+:\d+:\d+)\)?$/m.exec(error.stack ?? '')?.[1]
  return { fault: typeof word === 'string' ? word : 'Error', place: frame?.replace(`${process.cwd()}/`, '').slice(-120) }
}
