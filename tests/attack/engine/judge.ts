import { canariesIn } from './canary'
import { headerOf } from './client'
import { compare, mask, settled, type Masked } from './compare'
import { relationOf, subjectOf, tableOf, type Trial } from './plan'
import type { Evidence } from './request'
import { fill, type Scope } from './template'
import type { Answer, Refusal, Target } from './types'

export type Verdict = 'allowed' | 'denied' | 'leaked' | 'wrong' | 'unproven'

export interface Finding {
  /**
   * leaked: a secret, or whether it exists, came out; wrong: another answer than the cell says; unproven: no proof
   * either way
   */
  weight: 'leaked' | 'wrong' | 'unproven'
  what: string
}

const leaked = (what: string): Finding => ({ weight: 'leaked', what })
const wrong = (what: string): Finding => ({ weight: 'wrong', what })
const unproven = (what: string): Finding => ({ weight: 'unproven', what })

/** A mask that takes away more than this share of a body compares next to nothing. */
const MOST_HIDDEN = 0.5

const ABSENT: Refusal = { status: [404] }
const UNAUTHENTICATED: Refusal = { status: [401] }
const ROLE: Refusal = { status: [403] }

const refusalFor = (target: Target, { route, cell }: Trial): Refusal => {
  if (cell === 'deny-role') return route.role ?? target.role ?? ROLE
  if (cell === 'deny-unauthenticated') return route.unauthenticated ?? target.unauthenticated ?? UNAUTHENTICATED
  return route.absent ?? target.absent ?? ABSENT
}

/** Canaries no answer to this principal may ever hold: of objects that no route gives it in their relation. */
export const forbiddenTo = (target: Target, principal: Trial['principal']): Set<string> => {
  const forbidden = new Set<string>()
  const permitted = new Set<string>()
  for (const object of target.objects) {
    const relation = relationOf(target.relations, principal, object)
    const open = target.routes.some(
      (route) =>
        Object.values(route.params ?? {}).includes(object.kind) &&
        tableOf(target, route)[principal.kind]?.[relation ?? ''] === 'allow',
    )
    for (const canary of object.canaries ?? []) (open ? permitted : forbidden).add(canary)
  }
  return new Set([...forbidden].filter((canary) => !permitted.has(canary)))
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

const headersOf = (wanted: Record<string, string> | undefined, answer: Answer, scope: Scope): string[] =>
  Object.entries(wanted ?? {}).flatMap(([name, pattern]) => {
    const value = headerOf(answer, name)
    const matches = value !== undefined && new RegExp(fill(pattern, scope, escapePattern)).test(value)
    return matches ? [] : [`${name} is ${value === undefined ? 'missing' : JSON.stringify(value)}`]
  })

const positiveStatus = ({ route, mode }: Trial): number[] => [
  ...(route.positive?.status ?? [200]),
  ...(mode.status ?? []),
]

/** What was not read to its end was not searched to its end. */
const unread = ({ cut }: Answer): Finding[] => (cut ? [unproven('the body is longer than is kept')] : [])

const crash = ({ status }: Answer): Finding[] => (status >= 500 ? [wrong(`answered ${status}`)] : [])

/** The answer where the cell says `allow`. */
export const judgeAllowed = (trial: Trial, answer: Answer, forbidden: Set<string>, scope: Scope): Finding[] => {
  const { route, mode, filling } = trial
  const findings = [...canariesIn(answer, forbidden)].map((canary) =>
    leaked(`a foreign canary in an allowed answer: ${canary}`),
  )
  if (!positiveStatus(trial).includes(answer.status)) {
    return [
      ...findings,
      ...(answer.status >= 500 ? crash(answer) : [wrong(`refused with ${answer.status} what is allowed`)]),
    ]
  }
  findings.push(...unread(answer))
  if (mode.marker !== true) return findings
  const { positive = {} } = route
  for (const problem of headersOf(positive.headers, answer, scope))
    findings.push(wrong(`no positive answer: ${problem}`))
  if (positive.body !== undefined) {
    const pattern = new RegExp(fill(positive.body, scope, escapePattern))
    if (!pattern.test(answer.body.toString('utf8'))) findings.push(wrong('no positive answer: the marker is missing'))
  } else if (positive.headers === undefined && positive.changesProbe !== true) {
    const canaries = filling[subjectOf(route) ?? '']?.canaries ?? []
    if (canariesIn(answer, canaries).size === 0) findings.push(wrong('no positive answer: the canary is missing'))
  }
  return findings
}

const judgeStatus = (target: Target, trial: Trial, answer: Answer, scope: Scope): Finding[] => {
  const refusal = refusalFor(target, trial)
  if (refusal.status.includes(answer.status)) {
    return headersOf(refusal.headers, answer, scope).map((problem) => wrong(`another refusal: ${problem}`))
  }
  if (answer.status >= 500) return crash(answer)
  const opened = positiveStatus(trial).includes(answer.status)
  return [opened ? leaked(`opened: ${answer.status}`) : wrong(`another refusal: ${answer.status}`)]
}

const judgeLikeness = (target: Target, trial: Trial, mine: Masked, absents: Evidence[]): Finding[] => {
  const { volatile = [] } = target
  const refusal = refusalFor(target, trial)
  const [first, second] = absents.map(({ answer, sent }) => mask(settled(target, answer), volatile, sent))
  if (first === undefined || second === undefined) return [unproven('no absent id to compare with')]
  const odd = absents.find(({ answer }) => !refusal.status.includes(answer.status))
  const unsettled = compare(first, second)
  if (unsettled.length > 0) {
    return [
      unproven(
        `two absent ids differ, so a volatile part is undeclared: ${unsettled[0]?.what} ${unsettled[0]?.detail}`,
      ),
    ]
  }
  if (first.hidden > MOST_HIDDEN) return [unproven('the volatile parts declared hide most of the answer')]
  const differences = compare(mine, first).map(({ what, detail }) =>
    leaked(`told from an absent id by ${what}: ${detail}`),
  )
  if (differences.length > 0 || odd === undefined) return differences
  return [...crash(odd.answer), unproven(`an absent id answers ${odd.answer.status}`)].slice(0, 1)
}

/**
 * The answer where the cell denies. `bytes` are what the same request gave its owner; `absents` are the answers for
 * two ids that never existed, or nothing where no id was sent.
 */
export const judgeDenied = (
  target: Target,
  trial: Trial,
  evidence: Evidence,
  absents: Evidence[],
  forbidden: Set<string>,
  bytes: Buffer[],
  scope: Scope,
): Finding[] => {
  const { answer, sent } = evidence
  const secrets = new Set([...forbidden, ...(trial.object?.canaries ?? [])])
  const findings = [...canariesIn(answer, secrets)].map((canary) => leaked(`canary: ${canary}`))
  const innocent = (part: Buffer) => absents.some((absent) => absent.answer.body.includes(part))
  if (bytes.some((part) => answer.body.includes(part) && !innocent(part))) findings.push(leaked('bytes of the object'))
  const status = judgeStatus(target, trial, answer, scope)
  const compared = trial.cell === 'deny-role' || trial.object === undefined
  const likeness = compared ? [] : judgeLikeness(target, trial, mask(settled(target, answer), target.volatile ?? [], sent), absents)
  return [...findings, ...unread(answer), ...status, ...likeness]
}
