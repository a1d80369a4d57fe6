import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from 'kysely'
import { identity } from '@/db/identity'
import { platformJob } from '@/db/job'
import { env, forgetEnv } from '@/lib/platform/env'
import { runWorker } from '@/lib/jobs/worker'
import { openLetter, sealLetter, type Letter } from '@/lib/platform/letter'
import { sendDue, smtp } from '@/lib/platform/mail'
import { demoMail } from '@/lib/demo/mail'
import { answerOf, scene, type Scene } from './scene'

let s: Scene
let server: SMTPServer
let url = ''
/** What the server answers to a letter; null: it takes it. */
let refuses: { code: number } | null = null
let arrived: string[] = []

beforeAll(async () => {
  s = await scene()
  server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refuses) return done(Object.assign(new Error('no'), { responseCode: refuses.code }))
        arrived.push(Buffer.concat(chunks).toString())
        return done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  url = `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  Object.assign(process.env, { SMTP_URL: url, MAIL_FROM: 'Enamel <no-reply@enamel.example>' })
  forgetEnv()
})
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))
beforeEach(async () => {
  arrived = []
  refuses = null
  await s.sql('delete from platform.outbox; delete from graphile_worker._private_jobs')
})

const letter: Letter = { kind: 'test', to: 'anna@home.example', subject: 'Señales', text: 'Hello\n\nhttps://enamel.example/join/abc' }
const write = (given = letter, failing = false) => identity(async (db) => {
  await sql`select platform.enqueue_mail(${given.kind}, ${sealLetter(given)})`.execute(db)
  if (failing) throw new Error('rolled back')
})
const send = () => sendDue(platformJob, smtp(url, env().MAIL_FROM ?? ''))
const outbox = () => s.sql<{ sealed: Buffer | null; attempts: number; sent: boolean; failed: boolean; last_error: string | null; waits: number }>(`select sealed, attempts,
  sent_at is not null as sent, failed_at is not null as failed, last_error, round(extract(epoch from not_before - now()))::int as waits from platform.outbox`)
const due = () => s.sql('update platform.outbox set not_before = now()')

test('a letter of a committed transaction arrives, whole, and is erased', async () => {
  await write()
  expect(JSON.stringify(await s.sql('select * from platform.outbox'))).not.toContain('anna@home')
  expect(await send()).toEqual({ sent: 1, failed: 0 })
  expect(arrived).toHaveLength(1)
  expect(arrived[0]).toContain('To: anna@home.example')
  expect(arrived[0]).toContain('https://enamel.example/join/abc')
  expect(arrived[0]).toContain('Auto-Submitted: auto-generated')
  expect(await outbox()).toMatchObject([{ sent: true, sealed: null }])
  expect(await send()).toEqual({ sent: 0, failed: 0 })
  expect(arrived).toHaveLength(1)
})

test('a letter of a rolled-back transaction never does, nor does its job', async () => {
  await expect(write(letter, true)).rejects.toThrow('rolled back')
  expect(await send()).toEqual({ sent: 0, failed: 0 })
  expect(await s.sql('select 1 from graphile_worker._private_jobs')).toEqual([])
  await write()
  expect(await s.sql('select 1 from graphile_worker._private_jobs')).toHaveLength(1)
})

test.each([451, 554])('a server that answers %i is asked again, later each time, and nothing is lost', async (code) => {
  await write()
  refuses = { code }
  expect(await send()).toEqual({ sent: 0, failed: 1 })
  expect(await send()).toEqual({ sent: 0, failed: 0 })
  const [first] = await outbox()
  expect(first).toMatchObject({ attempts: 1, sent: false, failed: false, sealed: expect.any(Buffer) })
  expect(first?.waits).toBeGreaterThan(50)
  await due()
  await send()
  expect((await outbox())[0]?.waits).toBeGreaterThan(110)
  refuses = null
  await due()
  expect(await send()).toEqual({ sent: 1, failed: 0 })
  expect(arrived).toHaveLength(1)
})

test('a server that is not there keeps nothing from being sent later', async () => {
  await write()
  expect(await sendDue(platformJob, smtp('smtp://127.0.0.1:1', 'a@b.example'))).toEqual({ sent: 0, failed: 1 })
  expect(await outbox()).toMatchObject([{ last_error: 'ESOCKET', sent: false }])
  await due()
  expect(await send()).toEqual({ sent: 1, failed: 0 })
})

test('one letter that is refused does not hold up the others', async () => {
  await write({ ...letter, to: 'not an address' })
  for (let at = 0; at < 12; at++) await write({ ...letter, to: `reader${at}@home.example` })
  expect(await send()).toEqual({ sent: 12, failed: 1 })
})

test('two senders at once send each letter once', async () => {
  for (let at = 0; at < 30; at++) await write({ ...letter, to: `reader${at}@home.example` })
  const counts = await Promise.all([send(), send(), send()])
  expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(30)
  expect(new Set(arrived.map((text) => /^To: (.*)$/m.exec(text)?.[1])).size).toBe(30)
})

test('a sender that died has its letter taken over after five minutes', async () => {
  await write()
  await platformJob((db) => sql`select * from platform.claim_mail(10)`.execute(db))
  expect(await send()).toEqual({ sent: 0, failed: 0 })
  expect((await outbox())[0]?.waits).toBeGreaterThan(290)
  await due()
  expect(await send()).toEqual({ sent: 1, failed: 0 })
})

test('a letter whose links have all run out is given up and erased', async () => {
  await write()
  await s.sql(`update platform.outbox set created_at = now() - interval '8 days'`)
  refuses = { code: 451 }
  await send()
  expect(await outbox()).toMatchObject([{ failed: true, sealed: null }])
})

test('neither header nor text of a letter can make another one', async () => {
  await write({ ...letter, to: 'a@home.example\r\nBcc: thief@x.example', subject: 'Hi\r\nBcc: thief@x.example' })
  await write({ ...letter, subject: 'Hi\r\nBcc: thief@x.example', text: '.\r\nMAIL FROM:<x@x>' })
  await send()
  expect(arrived.join('\n')).not.toMatch(/^Bcc:/m)
})

test('the worker sends it by itself, as a role that reads nothing else, and stops cleanly', async () => {
  const worker = await runWorker()
  await write()
  await expect.poll(() => arrived.length, { timeout: 8000 }).toBe(1)
  await worker.stop()
  await worker.ended
  expect(await s.sql(`select 1 from pg_stat_activity where application_name = 'enamel-worker' and datname = current_database()`)).toEqual([])
  const { workerPool } = await import('@/db/queue')
  const pool = workerPool(env().DATABASE_URL, 1)
  for (const table of ['public.patient', 'public.invitation', 'identity.person', 'platform.outbox'])
    await expect(pool.query(`select 1 from ${table}`)).rejects.toMatchObject({ code: '42501' })
  expect((await pool.query('select current_user as who')).rows).toEqual([{ who: 'enamel_worker' }])
  await pool.end()
})

test('a job carries ids and nothing else', async () => {
  const enqueue = (ids: object) => identity((db) => sql`select platform.enqueue_job('send-mail', ${JSON.stringify(ids)}::jsonb)`.execute(db))
  await enqueue({ letter: '0197a1b2-0000-7000-8000-000000000000' })
  for (const ids of [{ name: 'Anna Stone' }, { to: 'anna@home.example' }, { nested: { id: 1 } }, { none: null }])
    await expect(enqueue(ids)).rejects.toMatchObject({ code: '23514' })
})

test('in the demo letters lie in the mailbox and none leaves; elsewhere there is no mailbox', async () => {
  await write()
  expect(await answerOf(s.act(demoMail, 'visitor', {}))).toBe('not_found')
  process.env.ENAMEL_DEMO = '1'
  try {
    expect(await sendDue(platformJob)).toEqual({ sent: 1, failed: 0 })
    expect(await s.act(demoMail, 'visitor', {})).toMatchObject([{ to: letter.to, text: letter.text }])
    const [row] = await s.sql<{ sealed: Buffer }>('select sealed from platform.outbox')
    expect(openLetter('test', row?.sealed ?? Buffer.alloc(0))).toEqual(letter)
    expect(arrived).toEqual([])
  } finally {
    delete process.env.ENAMEL_DEMO
  }
})
