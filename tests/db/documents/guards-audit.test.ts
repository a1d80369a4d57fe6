import { randomUUID } from 'node:crypto'
import { connect as dial, createServer, type AddressInfo } from 'node:net'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transact } from '@/db/transaction'
import { flushLater } from '@/lib/access/later'
import { sessionCookie } from '@/lib/auth/cookies'
import { serveDocument } from '@/lib/documents/doors/serve'
import { forgetEnv } from '@/lib/platform/env'
import { signed } from '@/tests/attack/guards/laying'
import { rig, without, type Rig } from '@/tests/attack/guards/rig'
import { world, type World } from '@/tests/factories/world'

// No record, no bytes: whatever keeps the history from being written keeps the document shut.

let r: Rig
let w: World
beforeAll(async () => {
  w = await world()
  r = await rig(w)
})
afterAll(() => r.close())

const run = (text: string) => w.database.asSuperuser(text)

/** Anna opens her document with a fresh link, and what the database then knows of it. */
async function open(headers: Record<string, string> = {}) {
  const { token, id: session } = await w.session(w.people.anna, { assurance: 1 })
  const cookie = `${sessionCookie().name}=${token}`
  const request = new Request(`http://localhost:3000${signed(r, session, w.hats.anna, w.documents.annaReleased.id)}`, { headers: { ...headers, cookie } })
  const answer = await serveDocument(request).catch(() => null)
  // Before a byte is pulled: the line must be there for everybody, not only for the transaction that wrote it.
  const lines = await w.database.asSuperuser(`select operation, actor_name, hat_id, person_id, request_id from audit_event where session_id = $1 and decision = 'allow'`, [session])
  const leases = await w.database.asSuperuser('select document_id, hat_id from lease where session_id = $1', [session])
  const body = answer?.body ? Buffer.from(await new Response(answer.body).arrayBuffer()) : Buffer.alloc(0)
  await flushLater()
  return { status: answer?.status ?? 500, opened: body.equals(w.documents.annaReleased.bytes), lines, leases }
}

async function expectOpen() {
  const { status, opened, lines, leases } = await open()
  expect({ status, opened, lines: lines.length, leases: leases.length }).toEqual({ status: 200, opened: true, lines: 1, leases: 1 })
}

async function expectShut() {
  const { status, opened } = await open()
  expect(opened).toBe(false)
  expect([404, 500, 503, 507]).toContain(status)
}

test('an opening is on record before its first byte, and the bytes sent after it', async () => {
  await expectOpen()
  const sent = await run(`select actor_kind, actor_name, detail->>'bytes' as bytes, detail->>'complete' as complete from audit_event where operation = 'documents.sent'`)
  expect(sent).toEqual([{ actor_kind: 'system', actor_name: 'Enamel', bytes: String(w.documents.annaReleased.bytes.length), complete: 'true' }])
})

describe('the history cannot be written', () => {
  const failing = (what: string, when = 'before insert', kind = 'trigger') => ({
    set: `create function public.test_fails() returns trigger language plpgsql security definer as $$ begin ${what}; return new; end $$;
      create ${kind} test_fails ${when} on audit_event ${kind === 'trigger' ? '' : 'deferrable initially deferred '}for each row execute function public.test_fails()`,
    undo: 'drop function public.test_fails() cascade',
  })
  const faults: Record<string, { set: string; undo: string }> = {
    'the right to record is gone': {
      set: 'revoke execute on function audit.record(text, text, text, text, uuid, uuid, uuid, jsonb) from enamel_patient_read',
      undo: 'grant execute on function audit.record(text, text, text, text, uuid, uuid, uuid, jsonb) to enamel_patient_read',
    },
    'the definer may not write the table': { set: 'revoke insert on audit_event from enamel_definer', undo: 'grant insert on audit_event to enamel_definer' },
    'its policy is gone': { set: 'alter policy definer on audit_event with check (false)', undo: 'alter policy definer on audit_event with check (true)' },
    'the disk is full': failing(`raise exception 'could not extend file' using errcode = 'disk_full'`),
    'the table is read-only': failing(`raise exception 'read only' using errcode = 'read_only_sql_transaction'`),
    'the commit is refused': failing(`raise exception 'late' using errcode = 'check_violation'`, 'after insert', 'constraint trigger'),
    'the connection ends inside the commit': failing('perform pg_terminate_backend(pg_backend_pid())', 'after insert', 'constraint trigger'),
    'the lease cannot be written': { set: 'revoke insert on lease from enamel_definer', undo: 'grant insert on lease to enamel_definer' },
  }

  test.for(Object.keys(faults))('%s: no bytes', async (name) => {
    const { set, undo } = faults[name] ?? { set: '', undo: '' }
    await run(set)
    try {
      await expectShut()
    } finally {
      await run(undo)
    }
    await expectOpen()
  })

  // Without the audit the lease still names session, hat and document in the same commit; only without both is a reading lost.
  const lease = { source: '' }
  test.for([[], ['audit'], ['lease'], ['audit', 'lease']])('without %s, is a reading lost?', async (gone) => {
    const fault = faults['the disk is full'] ?? { set: '', undo: '' }
    await run(fault.set)
    await r.take(without(gone.includes('audit') ? ['audit'] : []))
    const [found] = await run(`select pg_get_functiondef('access.take_lease'::regproc) as source`)
    lease.source = String(found?.['source'])
    if (gone.includes('lease')) await run(lease.source.replace(/\bbegin\b/, 'begin return true;'))
    const { opened, lines, leases } = await open()
    expect(opened && lines.length + leases.length === 0).toBe(gone.length === 2)
    await run(lease.source)
    await r.take(without([]))
    await run(fault.undo)
    await expectOpen()
  })
})

describe('the connection is lost at the commit', () => {
  /** A wire to the database that breaks at the commit of a redemption: before it is sent, or when its answer comes. */
  async function wire(cut: 'before' | 'after' | 'never') {
    const real = new URL(w.database.runtimeUrl)
    const port = Number(real.port)
    const server = createServer((near) => {
      const far = dial(port, real.hostname)
      let redeeming = false
      let committing = false
      const end = () => { near.destroy(); far.destroy() }
      near.on('data', (bytes) => {
        redeeming ||= bytes.includes('access.redeem')
        committing ||= redeeming && bytes.includes('commit')
        if (committing && cut === 'before') end()
        else far.write(bytes)
      })
      far.on('data', (bytes) => {
        if (committing && cut === 'after') end()
        else near.write(bytes)
      })
      for (const [one, other] of [[near, far], [far, near]] as const) {
        one.on('error', () => other.destroy())
        one.on('close', () => other.destroy())
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    real.port = String((server.address() as AddressInfo).port)
    return { url: real.href, close: () => server.close() }
  }

  /** Points the product's pool elsewhere. */
  async function through(url: string) {
    const shared = globalThis as { [key: symbol]: pg.Pool | undefined }
    const key = Symbol.for('enamel.pool')
    await shared[key]?.end()
    shared[key] = undefined
    process.env['DATABASE_URL'] = url
    forgetEnv()
  }

  test.for(['before', 'after'] as const)('%s it has arrived: no bytes', async (cut) => {
    for (const mode of [cut, 'never'] as const) {
      const { url, close } = await wire(mode)
      await through(url)
      if (mode === 'never') await expectOpen()
      else {
        const { status, opened, lines } = await open()
        expect({ status, opened }).toEqual({ status: 503, opened: false })
        // A line without a reading is no harm; a reading without a line would be.
        expect(lines).toHaveLength(cut === 'after' ? 1 : 0)
      }
      await through(w.database.runtimeUrl)
      close()
    }
  })
})

describe('the history names who it was', () => {
  test('whatever the headers say', async () => {
    const forged = randomUUID()
    const { opened, lines } = await open({ 'x-request-id': forged, 'x-forwarded-for': '203.0.113.9', 'x-enamel-path': '/elsewhere' })
    expect(opened).toBe(true)
    expect(lines).toMatchObject([{ actor_name: 'self hat', hat_id: w.hats.anna, person_id: w.people.anna }])
    expect(lines.map((line) => line['request_id'])).not.toContain(forged)
  })

  test('whatever an operation passes: another’s hat is no actor, and no role writes the table itself', async () => {
    const { id: session } = await w.session(w.people.anna)
    const record = (settings: { practice: string; hat: string; person: string }) => transact('enamel_patient_read', { ...settings, session }, (db) =>
      sql`select audit.record('x', 'allow', '', '1', ${w.patients.anna}, null, null, '{}')`.execute(db))
    await expect(record({ practice: w.a.id, hat: w.hats.ben, person: w.people.anna })).rejects.toMatchObject({ code: '42501' })
    await expect(record({ practice: w.b.id, hat: w.hats.anna, person: w.people.anna })).rejects.toMatchObject({ code: '42501' })
    await expect(record({ practice: w.a.id, hat: w.hats.anna, person: w.people.anna })).resolves.toBeDefined()
    for (const role of ['enamel_patient_read', 'enamel_patient_write', 'enamel_staff_write', 'enamel_job', 'enamel_identity'] as const)
      for (const statement of [
        sql`insert into public.audit_event (practice_id, actor_kind, actor_name, operation, decision, policy_version) values (${w.a.id}, 'staff', 'Dana Desk', 'x', 'allow', '1')`,
        sql`update public.audit_event set actor_name = 'Dana Desk'`, sql`delete from public.audit_event`, sql`truncate public.audit_event`,
      ])
        await expect(transact(role, { practice: w.a.id, hat: w.hats.anna, person: w.people.anna, session }, (db) => statement.execute(db))).rejects.toMatchObject({ code: '42501' })
  })
})
