import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printLedger } from '@/tests/attack/engine/ledger'
import { playAll, summary } from '@/tests/attack/enamel/play'
import type { Installation } from '@/tests/attack/enamel/scene'
import { setStage } from '@/tests/attack/enamel/target'
import { Refusal, main, onStop } from './lib/lifetime'
import { stateDir } from './lib/paths'

// The swap matrix against the running demo. It brings people and papers of its own, and takes everything away at the end.
await main(async () => {
  const file = join(stateDir, 'demo-target.json')
  if (!existsSync(file)) throw new Refusal('There is no demo to attack. Start one in another terminal: npm run demo')
  const at = JSON.parse(readFileSync(file, 'utf8')) as Installation & { pid: number }
  if (!isAlive(at.pid)) throw new Refusal('The demo that left its address has ended. Start one in another terminal: npm run demo')
  console.log(`\nAttacking ${at.origin} with ids that are somebody else's. This takes some minutes.\n`)
  const stage = await setStage(at)
  let struck: Promise<void> | undefined
  const strike = () => (struck ??= stage.strike())
  onStop(strike)
  const progress = (done: number, of: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r  ${done} of ${of}${done === of ? '\n' : ''}`)
  }
  const { parts, ends } = await playAll(stage, ({ ledger }) => console.log(`\n${printLedger(ledger)}`), progress)
  for (const { what, findings } of ends) console.log(`${findings.length === 0 ? 'denied' : 'LEAKED'}  ${what}${findings.map((finding) => `\n        ${finding}`).join('')}`)
  await strike()
  const holds = parts.every(({ ok }) => ok) && ends.every(({ findings }) => findings.length === 0)
  console.log(`\n${summary(parts)}\n${holds ? 'It holds.' : 'It does not hold.'} Sessions, people and papers of the attack are gone.\n`)
  return holds ? 0 : 1
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
