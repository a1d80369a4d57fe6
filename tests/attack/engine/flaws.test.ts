import { describe, expect, test } from 'vitest'
import { startService, type Flaw } from './fixture/server'
import { describeService } from './fixture/target'
import { keepLedger, type Ledger } from './ledger'
import { runMatrix } from './runner'
import type { Target } from './types'

const attack = async (flaws: Flaw[], change: (target: Target) => Target = (target) => target): Promise<Ledger> => {
  const service = await startService(...flaws)
  try {
    const target = change(describeService(service.base))
    return keepLedger(await runMatrix(target), target.exempt)
  } finally {
    await service.stop()
  }
}

test('a sound service holds, with a positive control beside every denial', async () => {
  const ledger = await attack([])
  expect(ledger.findings).toEqual([])
  expect(ledger.problems).toEqual([])
  expect(ledger.ok).toBe(true)
  expect(ledger.total).toMatchObject({ leaked: 0, wrong: 0, unproven: 0 })
  expect(ledger.total.tried).toBe(ledger.total.denied + ledger.total.allowed)
  for (const [route, count] of Object.entries(ledger.routes)) {
    expect(count.allowed, route).toBeGreaterThan(0)
    expect(count.denied, route).toBeGreaterThan(0)
  }
})

interface Planted {
  flaw: Flaw
  /** where it must show */
  request: RegExp
  /** how it must be told */
  finding: RegExp
  /** what it must not touch */
  innocent?: RegExp
}

const PLANTED: Planted[] = [
  { flaw: 'idor', request: /^GET \/parcels\/\{parcel\} /, finding: /leaked: opened: 200/ },
  { flaw: 'idor', request: /^GET \/parcels\/\{parcel\}\/slip /, finding: /leaked: canary: One \w+ kettle/ },
  { flaw: 'head-opens', request: /^HEAD \/parcels/, finding: /leaked: opened: 200/, innocent: /^GET / },
  {
    flaw: 'range-opens',
    request: /^RANGE .*slip/,
    finding: /leaked: bytes of the object/,
    innocent: /^(GET|HEAD|CONDITIONAL) /,
  },
  {
    flaw: 'range-size',
    request: /^RANGE-BEYOND .*slip/,
    finding: /header content-range|header.*content-range/,
    innocent: /^(GET|HEAD|RANGE) /,
  },
  { flaw: 'conditional', request: /^CONDITIONAL /, finding: /leaked: opened: 304/, innocent: /^(GET|HEAD|RANGE) / },
  { flaw: 'other-404-body', request: /^GET /, finding: /leaked: told from an absent id by body/ },
  { flaw: 'other-404-header', request: /^HEAD /, finding: /absent id by header: cache-control/ },
  { flaw: 'header-order', request: /^GET /, finding: /in another order/ },
  { flaw: 'head-length', request: /^HEAD /, finding: /absent id by length: content-length/, innocent: /^GET / },
  { flaw: '403-for-foreign', request: /^GET /, finding: /absent id by status: 403 \/ 404/ },
  { flaw: 'canary-header', request: /^HEAD /, finding: /leaked: canary: One \w+ kettle/ },
  { flaw: 'canary-gzip-base64', request: /^GET /, finding: /leaked: canary: One \w+ kettle/ },
  {
    flaw: 'confused-deputy',
    request: /account=account of ana parcel\*=parcel of bo \(alone\)/,
    finding: /leaked: canary: One bo kettle/,
  },
  {
    flaw: 'list-too-long',
    request: /^GET \/accounts\/\{account\}\/parcels /,
    finding: /foreign canary in an allowed answer/,
  },
  { flaw: 'done-all-the-same', request: /^POST /, finding: /refused, and done all the same/, innocent: /^GET / },
  { flaw: 'crash', request: /^GET /, finding: /wrong: answered 500/ },
  { flaw: 'role-ignored', request: /^GET \/ledger/, finding: /leaked: opened: 200/ },
  { flaw: 'former-kept', request: /^GET \/parcels/, finding: /leaked: opened: 200/ },
  { flaw: 'locked-reads', request: /^GET \/parcels/, finding: /leaked: opened: 200/ },
  { flaw: 'stranger-told', request: /^GET \/parcels/, finding: /absent id by body/ },
  { flaw: 'sign-out-on-denial', request: /^GET /, finding: /nothing proven: the session is not alive/ },
  { flaw: 'throttled', request: /^GET /, finding: /429/ },
]

describe('a planted flaw is found', () => {
  test.each(PLANTED)('$flaw: $finding', async ({ flaw, request, finding, innocent }) => {
    const ledger = await attack([flaw])
    expect(ledger.ok).toBe(false)
    const there = ledger.findings.filter((entry) => request.test(entry.request))
    expect(there.flatMap(({ findings }) => findings).some((text) => finding.test(text))).toBe(true)
    if (innocent !== undefined) expect(ledger.findings.filter((entry) => innocent.test(entry.request))).toEqual([])
  })

  test('and who it leaks to is counted where it leaks', async () => {
    const ledger = await attack(['former-kept'])
    expect(ledger.relations['former']?.leaked).toBeGreaterThan(0)
    expect(ledger.relations['other branch']?.leaked).toBe(0)
    expect(ledger.principals['eli']?.leaked).toBe(ledger.total.leaked)
  })
})

describe('nothing proven', () => {
  test('a matrix without positive controls fails, however much was denied', async () => {
    const ledger = await attack([], (target) => ({
      ...target,
      principals: target.principals.filter(({ name }) => name === 'eli' || name === 'anonymous'),
      objects: target.objects,
      relations: target.relations.map((relation) => ({ ...relation, required: false })),
      routes: target.routes.filter(({ id }) => id === 'parcel'),
      inventory: target.inventory.filter(({ id }) => id === 'parcel'),
      tables: { ...target.tables },
    }))
    expect(ledger.total).toMatchObject({ allowed: 0, denied: 0, leaked: 0 })
    expect(ledger.total.unproven).toBe(ledger.total.tried)
    expect(ledger.findings[0]?.findings.join()).toContain('no positive control passed')
    expect(ledger.ok).toBe(false)
  })

  test('ids that are not valid prove nothing', async () => {
    const ledger = await attack([], (target) => ({
      ...target,
      objects: target.objects.map((object) =>
        object.name === 'parcel of cy' ? { ...object, value: '11111111-1111-4111-9111-111111111111' } : object,
      ),
    }))
    const about = ledger.findings.filter(({ request }) =>
      request.startsWith('GET /parcels/{parcel} parcel*=parcel of cy'),
    )
    expect(about.map(({ verdict }) => verdict)).toContain('wrong')
    expect(about.find(({ as }) => as === 'ana')?.verdict).toBe('unproven')
    expect(ledger.ok).toBe(false)
  })

  test('a signed-in attacker whose session was never seen to work proves nothing', async () => {
    const ledger = await attack([], (target) => ({
      ...target,
      principals: target.principals.map((principal) => {
        if (principal.name !== 'eli') return principal
        const { alive: _, ...unseen } = principal
        return unseen
      }),
    }))
    expect(ledger.principals['eli']).toMatchObject({ denied: 0 })
    expect(ledger.principals['eli']?.unproven).toBe(ledger.principals['eli']?.tried)
    expect(ledger.principals['ana']?.unproven).toBe(0)
  })

  test('an undeclared volatile part is named instead of being taken for an oracle', async () => {
    const ledger = await attack([], (target) => ({ ...target, volatile: [{ header: 'x-request-id' }] }))
    const texts = ledger.findings.flatMap(({ findings }) => findings)
    expect(texts.some((text) => text.startsWith('unproven: two absent ids differ'))).toBe(true)
  })

  test('a mask that swallows the answer proves nothing', async () => {
    const ledger = await attack(['other-404-body'], (target) => ({
      ...target,
      volatile: [{ header: 'x-request-id' }, { pattern: '[^]+' }, { header: 'content-length' }],
    }))
    expect(
      ledger.findings.flatMap(({ findings }) => findings).some((text) => text.includes('hide most of the answer')),
    ).toBe(true)
    expect(ledger.ok).toBe(false)
  })

  test('the bound on requests leaves the rest unproven', async () => {
    const ledger = await attack([], (target) => ({ ...target, maxRequests: 300 }))
    expect(ledger.requests).toBe(300)
    expect(ledger.total.unproven).toBeGreaterThan(0)
    expect(ledger.ok).toBe(false)
  })

  test('an empty matrix fails', async () => {
    const ledger = await attack([], (target) => ({ ...target, routes: [], objects: [], inventory: [] }))
    expect(ledger.total.tried).toBe(0)
    expect(ledger.ok).toBe(false)
  })
})

describe('completeness', () => {
  const problems = async (change: (target: Target) => Target) =>
    (await attack([], change)).problems.map(({ where, what }) => `${where}: ${what}`)

  test('a route of the product that the matrix does not know', async () => {
    const found = await problems((target) => ({
      ...target,
      inventory: [...target.inventory, { id: 'export', params: ['parcel'] }],
    }))
    expect(found).toEqual(['export: in the inventory and in no route of the matrix'])
  })

  test('it may be exempt with a reason, and the reason is printed', async () => {
    const change = (target: Target): Target => ({
      ...target,
      inventory: [...target.inventory, { id: 'export', params: ['parcel'] }],
      exempt: { export: 'covered by its own suite' },
    })
    const ledger = await attack([], change)
    expect(ledger.ok).toBe(true)
    expect(ledger.exempt['export']).toBe('covered by its own suite')
  })

  test('a parameter that no route swaps', async () => {
    const found = await problems((target) => ({
      ...target,
      inventory: target.inventory.map((entry) =>
        entry.id === 'label' ? { id: 'label', params: ['parcel', 'shelf'] } : entry,
      ),
    }))
    expect(found).toEqual(['label: no route swaps its parameter shelf'])
  })

  test('a row that outlived its route', async () => {
    const found = await problems((target) => ({
      ...target,
      inventory: target.inventory.filter(({ id }) => id !== 'slip'),
    }))
    expect(found).toEqual(['slip: in the matrix and not in the inventory'])
  })

  test('a missing cell', async () => {
    const found = await problems((target) => ({
      ...target,
      tables: { ...target.tables, parcels: { ...target.tables?.['parcels'], nobody: {} } },
    }))
    expect(found).toContain('parcel: missing cell: nobody × anonymous')
  })

  test('a relation in which a route was never tried', async () => {
    const found = await problems((target) => ({
      ...target,
      principals: target.principals.filter(({ name }) => name !== 'bo, locked'),
    }))
    expect(found).toContain('parcel: never tried in the relation locked, and not exempt from it')
  })

  test('a principal and an object that stand in no relation', async () => {
    const found = await problems((target) => ({
      ...target,
      relations: target.relations.filter(({ name }) => name !== 'anonymous'),
    }))
    // The anonymous principal has no branch, so it falls under the next relation that fits, which has no cell for it.
    expect(found).toContain('parcel: missing cell: nobody × other branch')
    const none = await problems((target) => ({
      ...target,
      relations: target.relations.filter(({ name }) => name !== 'other branch'),
    }))
    expect(none).toContain('relations: none fits ana and parcel of cy')
  })
})

test('two runs with one seed keep the same ledger', async () => {
  const service = await startService('idor')
  try {
    const [one, two] = [
      await runMatrix(describeService(service.base)),
      await runMatrix(describeService(service.base)),
    ].map((result) => keepLedger(result))
    const volatile = (ledger: Ledger | undefined) => JSON.stringify(ledger).replaceAll(/[0-9a-f]{24}/g, '')
    expect(volatile(one)).toBe(volatile(two))
  } finally {
    await service.stop()
  }
})
