import type { Verdict } from './judge'
import type { Judged, Result } from './runner'
import type { Problem, Trial } from './plan'

export interface Count extends Record<Verdict, number> {
  tried: number
}

export interface Ledger {
  target: string
  base: string
  seed: string
  ok: boolean
  requests: number
  total: Count
  routes: Record<string, Count>
  principals: Record<string, Count>
  relations: Record<string, Count>
  modes: Record<string, Count>
  /** routes with denied writes and no probe to show that nothing was done */
  unwitnessed: string[]
  exempt: Record<string, string>
  problems: Problem[]
  findings: {
    route: string
    request: string
    as: string
    relation: string
    expected: string
    verdict: Verdict
    findings: string[]
  }[]
}

const none = (): Count => ({ tried: 0, denied: 0, allowed: 0, leaked: 0, wrong: 0, unproven: 0 })

const countBy = (judged: Judged[], key: (trial: Trial) => string): Record<string, Count> => {
  const counts: Record<string, Count> = {}
  for (const { trial, verdict } of judged) {
    const count = (counts[key(trial)] ??= none())
    count.tried++
    count[verdict]++
  }
  return counts
}

const describe = ({ route, mode, filling, param, shape }: Trial): string => {
  const names = Object.keys(route.params ?? {})
  const ids = names.map((name) => `${name}${name === param ? '*' : ''}=${filling[name]?.name}`)
  return [mode.id, route.path, ...ids, ...(shape === 'plain' ? [] : [`(${shape})`])].join(' ')
}

/** Counts a result, in the order of the description. The same run gives the same ledger, byte for byte. */
export const keepLedger = (
  { judged, problems, target, base, seed, requests, ok }: Result,
  exempt: Record<string, string> = {},
): Ledger => ({
  target,
  base,
  seed,
  ok,
  requests,
  total: countBy(judged, () => 'total')['total'] ?? none(),
  routes: countBy(judged, ({ route }) => route.id),
  principals: countBy(judged, ({ principal }) => principal.name),
  relations: countBy(judged, ({ relation }) => relation),
  modes: countBy(judged, ({ mode }) => mode.id),
  unwitnessed: [
    ...new Set(
      judged.flatMap(({ trial: { route, write, cell } }) =>
        write && cell !== 'allow' && route.probe === undefined ? [route.id] : [],
      ),
    ),
  ],
  exempt: {
    ...exempt,
    ...Object.fromEntries(
      judged.flatMap(({ trial: { route } }) =>
        Object.entries(route.exempt ?? {}).map(([relation, why]) => [`${route.id} × ${relation}`, why]),
      ),
    ),
  },
  problems,
  findings: judged
    .filter(({ findings }) => findings.length > 0)
    .map(({ trial, verdict, findings }) => ({
      route: trial.route.id,
      request: describe(trial),
      as: trial.principal.name,
      relation: trial.relation,
      expected: trial.cell,
      verdict,
      findings: findings.map(({ weight, what }) => `${weight}: ${what}`),
    })),
})

const COLUMNS = ['tried', 'denied', 'allowed', 'leaked', 'wrong', 'unproven'] as const

const table = (title: string, rows: Record<string, Count>): string[] => {
  const width = Math.max(title.length, ...Object.keys(rows).map((name) => name.length))
  const line = (name: string, cells: string[]) =>
    `${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(8)).join(' ')}`
  return [
    line(title, [...COLUMNS]),
    ...Object.entries(rows).map(([name, count]) =>
      line(
        name,
        COLUMNS.map((column) => (count[column] === 0 ? '·' : String(count[column]))),
      ),
    ),
    '',
  ]
}

/** The ledger for a terminal; at most `most` findings are spelled out, the worst first. */
export const printLedger = (ledger: Ledger, most = 40): string => {
  const order: Verdict[] = ['leaked', 'wrong', 'unproven']
  const worst = ledger.findings.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
  const { total } = ledger
  return [
    `${ledger.target} at ${ledger.base}, seed ${ledger.seed}, ${ledger.requests} requests`,
    '',
    ...table('route', ledger.routes),
    ...table('principal', ledger.principals),
    ...table('relation', ledger.relations),
    ...table('mode', ledger.modes),
    ...Object.entries(ledger.exempt).map(([what, why]) => `exempt      ${what}: ${why}`),
    ...ledger.unwitnessed.map((route) => `unwitnessed ${route}: no probe shows that a refused write did nothing`),
    ...ledger.problems.map(({ where, what }) => `open        ${where}: ${what}`),
    ...worst
      .slice(0, most)
      .flatMap(({ request, as, relation, expected, verdict, findings }) => [
        `${verdict.padEnd(11)} ${request} as ${as} (${relation}), expected ${expected}`,
        ...findings.slice(0, 4).map((finding) => `            ${finding}`),
      ]),
    ...(worst.length > most ? [`… and ${worst.length - most} more in the JSON`] : []),
    '',
    [
      `${total.tried} tried → ${total.denied} denied, ${total.allowed} allowed`,
      `→ ${total.leaked} leaked, ${total.wrong} wrong, ${total.unproven} unproven, ${ledger.problems.length} open:`,
      ledger.ok ? 'holds' : 'DOES NOT HOLD',
    ].join(' '),
  ].join('\n')
}
