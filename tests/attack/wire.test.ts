import { afterAll, beforeAll, expect, test } from 'vitest'
import { target } from '../setup/target'
import { dice } from './engine/absent'
import { layScene, type Scene } from './enamel/scene'
import { strikeScene } from './enamel/backstage'
import { bombard, lineOf, problemOf, secretsOf } from './wire/bombard'
import { serverFunctions } from './wire/calls'
import { malformed } from './wire/malformed'
import { speak } from './wire/raw'

// Requests that no client library would let out, to the running production installation, through its TLS proxy and round
// it. `npm run soak wire` sends many more of the same seed.

let scene: Scene
beforeAll(async () => {
  scene = await layScene(target())
})
afterAll(async () => {
  await strikeScene(scene, target())
  await scene.close()
})

const words = (value: unknown) => JSON.stringify(value, null, 1)

test('no malformed request is answered by a fault, by silence, or with a line of a record', { timeout: 300_000 }, async () => {
  const calls = serverFunctions()
  expect(calls.length).toBeGreaterThan(20)
  const { sent, statuses, hits } = await bombard(target(), scene, calls, 'wire', 3_000)
  expect(hits, words(hits.slice(0, 10))).toEqual([])
  expect(sent).toBe(3_000)
  // The bombardment reached what it aims at: some were let in, and most of what is refused is refused for a reason.
  for (const status of ['200', '303', '400', '401', '403', '404', '405']) expect(statuses[status] ?? 0, `${status} in ${words(statuses)}`).toBeGreaterThan(0)
})

test('the same seed sends the same requests', () => {
  const send = () => Array.from({ length: 50 }, (_, nth) => malformed(scene, target().origin, ['7f00'], 'again', nth))
  expect(send()).toEqual(send())
  expect(dice('a')(1_000_000)).not.toBe(dice('b')(1_000_000))
})

test('a fault, a silence and a leak would each be seen', async () => {
  const said = { head: 'HTTP/1.1 200 OK', body: Buffer.alloc(0), all: '' }
  const secrets = secretsOf(scene)
  expect(problemOf({ ...said, status: 500 }, secrets, false)).toBe('answered 500')
  expect(problemOf({ ...said, status: 0 }, secrets, false)).toBe('no answer')
  // The control, over the wire: what she may see holds her name, so that its absence elsewhere means something.
  const hers = await speak(lineOf(target()), { method: 'GET', target: `/portal/${scene.portal.ann.hat}`, headers: [['Cookie', `${scene.cookieName}=${scene.portal.ann.cookie}`]] })
  expect(hers.status).toBe(200)
  expect(problemOf(hers, secrets, false)).toContain(scene.patients.ann.name)
})
