import { attacks, guardNames, guards } from './table'

/** The table as SECURITY.md holds it. A dot: this guard stops the attack though every other were gone. */
export function tableMarkdown(): string {
  const head = `| attack on a record | ${guards.map((guard) => guardNames[guard]).join(' | ')} |`
  const rule = `|---|${guards.map(() => ':-:|').join('')}`
  const rows = attacks.map(({ attack, stops, alone }, at) =>
    `| ${at + 1}. ${attack}${alone ? ' \\*' : ''} | ${guards.map((guard) => (stops.includes(guard) ? '●' : '')).join(' | ')} |`)
  const notes = attacks.flatMap(({ alone }, at) => (alone ? [`- \\* ${at + 1}: ${alone}`] : []))
  return [head, rule, ...rows, '', ...notes].join('\n')
}
