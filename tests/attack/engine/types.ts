/**
 * The description of a product under attack. Everything the engine knows about the product stands in one
 * `Target`; it can be written as JSON, and only the hooks (`signInWith`, `find`, `canonical`) need code.
 *
 * Templates: `{name}` is filled in percent-encoded (inside a path) or verbatim (elsewhere), `{+name}` always verbatim.
 * Names: a parameter (`{invoice}`), something captured with it (`{invoice.version}`), the object it lies in
 * (`{invoice.in.account}`), a value of the acting principal (`{me.token}`), a value of the target (`{var.token}`).
 * Patterns are regular expressions written as strings.
 */

/** What one principal must get from one route for objects in one relation to it. */
export type Cell =
  /** the positive answer, with the object's canary in it */
  | 'allow'
  /** an answer that cannot be told from the one for an id that never existed */
  | 'deny-like-absent'
  /** "sign in first", the same for every id */
  | 'deny-unauthenticated'
  /** "your role may not", where the principal may know that the object exists */
  | 'deny-role'

/** kind of principal → relation → cell. There is no wildcard: a cell nobody thought about is a failure. */
export type CellTable = Record<string, Record<string, Cell>>

export type Labels = Record<string, string>

export interface Capture {
  name: string
  /** `form`: all hidden fields of the first form whose source matches `pattern`, for a body's `spread` */
  from: 'body' | 'json' | 'header' | 'cookie' | 'form'
  /** header or cookie name */
  key?: string
  /** RFC 6901, for `json` */
  pointer?: string
  /** group 1, or the whole match */
  pattern?: string
}

export type FileField = { filename: string; type: string; content: string }

export interface Body {
  type: 'form' | 'multipart' | 'json' | 'text'
  /** form and multipart: fields; json: any value; text: the text. Strings are templates at any depth. */
  value?: unknown
  /** a captured form whose fields come first (`var.…`, `me.…`, `<parameter>.…`) */
  spread?: string
  contentType?: string
}

export interface Step {
  /** who asks: a principal's name, `self` (the acting one, the default) or `owner` (of the route's subject) */
  as?: string
  method?: string
  path: string
  headers?: Record<string, string>
  body?: Body
  /** allowed statuses; without it anything below 400 */
  expect?: number[]
  /** a pattern the body must match */
  shows?: string
  /** follow up to five redirects by GET */
  follow?: boolean
  capture?: Capture[]
}

export type Vars = Record<string, string | Record<string, string>>

export interface Credentials {
  cookies?: Record<string, string>
  headers?: Record<string, string>
  vars?: Vars
}

export interface Tools {
  base: string
  vars: Vars
  /** sends a step as this principal (cookies are kept) and answers with status, body and captured values */
  send: (step: Step) => Promise<{ status: number; body: string; location: string | undefined; vars: Vars }>
}

export interface Principal {
  name: string
  kind: string
  labels?: Labels
  /** carries no credentials, so no proof of a living session is asked for */
  nobody?: boolean
  signIn?: Step[]
  signInWith?: (tools: Tools) => Promise<Credentials | undefined | void>
  headers?: Record<string, string>
  cookies?: Record<string, string>
  vars?: Vars
  /** object kind → the object this principal uses for the parameters that are not being swapped */
  own?: Record<string, string>
  /** after all objects are known: end the membership, lock the session … */
  settle?: Step[]
  /** proves before and after the run that the session is the one meant; needed where no cell allows anything */
  alive?: Step
}

export interface TargetObject {
  name: string
  kind: string
  labels?: Labels
  /** principal that can read it */
  owner?: string
  /** the id, if it is known beforehand */
  value?: string
  vars?: Vars
  /** steps taken as the owner; a capture named `id` becomes the value, the others its vars */
  learn?: Step[]
  find?: (tools: Tools) => Promise<{ id: string; vars?: Vars }>
  /** learn it anew before every request (links that live for seconds, things used up by a write) */
  fresh?: boolean
  /** texts of at least six characters that occur in this object and in no other */
  canaries?: string[]
  /** kind → objects it lies in; ids that do not belong together must never answer */
  within?: Record<string, string | string[]>
}

/** First match wins. All given conditions must hold. */
export interface Relation {
  name: string
  kinds?: string[]
  /** labels the principal must have */
  principal?: Labels
  /** labels the object must have */
  object?: Labels
  /** labels both have, with equal values */
  same?: string[]
  /** labels in which they differ, or that one of them lacks */
  differ?: string[]
  /** every route must have been tried in it, or name it in `exempt` */
  required?: boolean
}

export interface Mode {
  id: string
  method?: string
  headers?: Record<string, string>
  /** statuses of a positive answer; without it those of the route */
  status?: number[]
  /** the positive answer must carry the canary */
  marker?: boolean
}

export interface Positive {
  status?: number[]
  /** pattern template; without it a canary of the subject (reads) */
  body?: string
  headers?: Record<string, string>
  /** a write proves itself by what the probe shows afterwards */
  changesProbe?: boolean
}

export interface Refusal {
  status: number[]
  /** patterns of headers, such as where a redirect leads */
  headers?: Record<string, string>
}

export interface Route {
  id: string
  /** entries of the inventory that this route exercises; without it, its own id */
  covers?: string[]
  /** GET is tried in every read mode; any other method is a write */
  method?: string | string[]
  path: string
  headers?: Record<string, string>
  body?: Body
  /** parameter → object kind. Each is swapped in turn. */
  params?: Record<string, string>
  /** the parameter whose canary marks a positive answer; without it the last */
  subject?: string
  reads?: (string | Mode)[]
  positive?: Positive
  absent?: Refusal
  unauthenticated?: Refusal
  role?: Refusal
  /** before every request, for tokens and forms */
  before?: Step[]
  /** after every allowed write, to undo it */
  after?: Step[]
  /** a read by the subject's owner: unchanged by a denied write */
  probe?: Step
  /** a table, or the name of one in `tables` */
  cells: CellTable | string
  /** relation → why it cannot occur here */
  exempt?: Record<string, string>
}

/**
 * A part of an answer that changes by itself: a header's whole value, every match of a pattern in one header, or
 * (`pattern` alone) every match anywhere.
 */
export interface Volatile {
  header?: string
  pattern?: string
}

export interface InventoryEntry {
  id: string
  /** parameters that carry an id: the covering routes must swap each */
  params?: string[]
}

export interface Target {
  name: string
  base: string
  /** PEM text of a certificate authority to trust */
  ca?: string
  /** connect here whatever the name in `base` says */
  resolve?: string
  /** further origins that captured links may lead to */
  origins?: string[]
  seed?: string
  concurrency?: number
  maxRequests?: number
  maxSeconds?: number
  timeoutSeconds?: number
  /** least pause between two requests, in milliseconds */
  paceMs?: number
  headers?: Record<string, string>
  vars?: Vars
  /** taken once, before anyone signs in */
  prepare?: Step[]
  principals: Principal[]
  objects: TargetObject[]
  relations: Relation[]
  tables?: Record<string, CellTable>
  routes: Route[]
  /**
   * kind → how ids that never existed are made: `like` (the default: same shape as a real one), a list of ids,
   * or `parts`, a pattern whose groups alone are made anew
   */
  absentIds?: Record<string, 'like' | string[] | { parts: string }>
  absent?: Refusal
  unauthenticated?: Refusal
  role?: Refusal
  reads?: (string | Mode)[]
  volatile?: Volatile[]
  /** Code only: brings an answer into one form before it is compared, where its parts are sent in an order of chance. */
  canonical?: (answer: Answer) => Answer
  inventory: InventoryEntry[]
  /** inventory id → why it needs no route */
  exempt?: Record<string, string>
}

/** One answer as it came over the wire. */
export interface Answer {
  status: number
  /** in the order sent, names as sent */
  headers: [string, string][]
  body: Buffer
  /** the body was longer than the limit */
  cut: boolean
  /** milliseconds from the first byte sent to the last received */
  ms: number
}
