import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makePicturesOf } from '@/lib/jobs/pictures'
import type { Postgres } from '@/scripts/lib/postgres'
import { dice } from '../../attack/engine/absent'
import { world } from '../../factories/world'
import type { Cluster } from '../../setup/cluster'
import { aDayLater } from './day'
import type { Scene } from './operations'
import { nameOf, operationNames, type OperationName, type Point } from './points'
import { canary } from './papers'
import { plainBelow } from './plain'
import { conduct, orphanedPrograms, owners, quiet, resume, state, type Findings, type Told } from './verdict'
import { bundle, scratch, victims, type Change } from './victims'

export type Stage = Awaited<ReturnType<typeof setStage>>

/** A small world, and what its points may do to the database; `server`: it is of its own and may be stopped. */
export async function setStage(cluster: Cluster, server?: Pick<Postgres, 'crash'>) {
  const w = await world({}, cluster)
  // The test servers do without durability against a loss of power; an acknowledged commit must still outlive the server.
  await w.database.asSuperuser(`alter database ${w.database.name} set synchronous_commit = on`)
  const tokens = {
    staff: (await w.session(w.people.owner, { steppedUp: true })).token, reader: (await w.session(w.people.anna, { assurance: 1 })).token,
  }
  await makePicturesOf(w.a.id, w.documents.annaReleased.id)
  const scene: Scene = {
    superuserUrl: w.database.superuserUrl, practice: w.a.id, anna: w.patients.anna, ben: w.patients.ben, annaPerson: w.people.anna, annaHat: w.hats.anna,
    ...tokens, pictured: w.documents.annaReleased.id,
  }
  const folder = scratch()
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)

  /** What a process demands of the database that its point is about. */
  async function obey(demand: string): Promise<void> {
    if (demand === 'cut') {
      await w.database.asSuperuser(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and usename = 'enamel_runtime'`)
      return
    }
    if (!server) throw new Error('this server is not of its own')
    const startAgain = await server.crash()
    starting = sleep(dice(`pause ${demand}`)(200)).then(startAgain)
  }
  let starting: Promise<void> = Promise.resolve()

  return { w, scene, tokens, folder, temporary, obey, started: () => starting, clear: () => rmSync(folder, { recursive: true, force: true }) }
}

export type Options = {
  /** Lines of the product changed in what crashes. */
  changes?: readonly Change[]
  janitor?: boolean
  /** A file that fills up a real, small disk on which the store lies. */
  ballast?: string | null
  /** Points that are looked at together. */
  batch?: number
  say?: (line: string) => void
}

export type Figures = { points: number; struck: number; died: number; kept: number; refused: number; byKind: Record<string, number> }

const callOf = ({ at }: Point, calls: number) => (at >= 1 ? Number.MAX_SAFE_INTEGER : 1 + Math.floor(at * calls))

/** How many calls each operation makes when nothing happens to it: `at` of a point is a share of them. */
async function measure(names: readonly OperationName[], run: (point: Point, call: number) => Promise<Told>): Promise<{ calls: Map<OperationName, number>; told: Told[] }> {
  const calls = new Map<OperationName, number>()
  const told: Told[] = []
  for (const operation of names) {
    // The first time opens connections and loads what it needs: the second is how it is.
    for (const time of [1, 2]) told.push(await run({ n: -1, operation, kind: 'kill', at: 0, phase: 'before', seed: `measure ${operation} ${time}` }, 0))
    const over = told.at(-1)?.run.said.find((line) => 'over' in line)?.['over']
    calls.set(operation, Math.max(1, Number(over ?? 1)))
  }
  return { calls, told }
}

/** Crashes at every one of these points, and looks from outside at what is there afterwards. */
export async function campaign(stage: Stage, points: readonly Point[], { changes = [], janitor = true, ballast = null, batch = 100, say }: Options = {}): Promise<{ findings: Findings; figures: Figures }> {
  const { w, scene, tokens } = stage
  const program = await bundle(stage.folder, changes)
  const crowd = victims(program, { TMPDIR: stage.temporary }, stage.obey)
  const findings: Findings = []
  const figures: Figures = { points: 0, struck: 0, died: 0, kept: 0, refused: 0, byKind: {} }
  const seen = new Set<string>()
  const run = async (point: Point, call: number): Promise<Told> => {
    const told = { point, run: await crowd.run({ point, call, scene, ballast }) }
    await stage.started()
    return told
  }

  const judge = async (told: readonly Told[]) => {
    await quiet(w)
    for (const one of told) findings.push(...conduct(one).map((what) => `${nameOf(one.point)}: ${what}`))
    for (const [point, what] of await resume(w, told, tokens)) findings.push(`${nameOf(point)}: ${what}`)
    findings.push(...await orphanedPrograms(told))
    findings.push(...await state(w, told))
    const pictured = told.flatMap(({ point, run }) => (point.operation === 'pictures' ? run.said.flatMap((line) => (line['about'] as { document?: string } | undefined)?.document ?? []) : []))
    const of = owners(told)
    for (const what of await aDayLater(w, pictured, { janitor })) findings.push([...of].reduce((text, [id, name]) => (text.includes(id) ? `${name}: ${text}` : text), what))
    for (const path of plainBelow([w.store, `${w.store}-limbo`, stage.temporary], seen)) findings.push(`plain on disk: ${path}`)
    if (crowd.printed().includes(canary)) findings.push('plain in what was printed')
    await w.database.asSuperuser(`update identity.session set expires_at = now() + interval '1 hour', step_up_until = case when step_up_until is null then null else now() + interval '10 minutes' end`)
  }

  try {
    const measured = await measure(operationNames.filter((name) => points.some(({ operation }) => operation === name)), run)
    if (changes.length === 0) await judge(measured.told)
    for (let from = 0; from < points.length; from += batch) {
      const told: Told[] = []
      for (const point of points.slice(from, from + batch)) {
        const one = await run(point, callOf(point, measured.calls.get(point.operation) ?? 1))
        told.push(one)
        const has = (key: string) => one.run.said.some((line) => key in line)
        figures.points += 1
        figures.struck += has('struck') ? 1 : 0
        figures.died += one.run.died ? 1 : 0
        figures.kept += has('kept') ? 1 : 0
        figures.refused += has('refused') ? 1 : 0
        figures.byKind[point.kind] = (figures.byKind[point.kind] ?? 0) + 1
      }
      await judge(told)
      say?.(`${figures.points} of ${points.length}: ${JSON.stringify(figures)}; ${findings.length} findings`)
    }
  } finally {
    await crowd.stop()
  }
  return { findings, figures }
}
