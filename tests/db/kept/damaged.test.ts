import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { releaseDocument } from '@/lib/documents/commands'
import { keptDocument, listDocuments, showDocument } from '@/lib/documents/queries'
import { checkFiles } from '@/lib/jobs/check'
import { showMyDocument } from '@/lib/portal/queries'
import { recheckDocument } from '@/lib/quota/commands'
import { showStorage, storageLevel } from '@/lib/quota/queries'
import { smallPdf } from '../../factories/small-pdf'
import { answerOf } from '../enrolment/scene'
import { office, type Office } from './files'

let o: Office
let document: string
let file: string
beforeAll(async () => {
  o = await office()
})
beforeEach(async () => {
  document = await o.filed()
  await o.act(releaseDocument, o.here, { document }, o.browsers.desk)
  const [version] = await o.versions(document)
  file = join(o.store, version?.key.slice(0, 2) ?? '', version?.key ?? '')
  await copyFile(file, `${file}.kept`)
})

const state = async () => (await o.versions(document)).map((version) => version.state).join(' ')
const suspected = async () => (await o.sql('select 1 from document_version where document_id = $1 and suspected_at is not null', [document])).length
const damages: Record<string, () => Promise<void>> = {
  missing: () => rm(file),
  changed: async () => {
    const bytes = await readFile(file)
    bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1
    await writeFile(file, bytes)
  },
  'cut short': async () => writeFile(file, (await readFile(file)).subarray(0, -9)),
}

test.for(Object.keys(damages))('a file that is found %s on its way out is marked by a job, said so to everybody, and ready again once it was put back', async (how) => {
  expect((await o.asAnna(document)).status, 'the control').toBe(200)
  await damages[how]?.()
  expect((await o.asAnna(document)).status).toBe(500)
  await expect.poll(suspected).toBe(1)
  expect(await state(), 'a reader’s word is not enough').toBe('ready')
  await checkFiles(o.a.id)
  expect([await state(), await suspected()]).toEqual(['corrupt', 0])

  expect([(await o.asAnna(document)).status, (await o.asStaff(document)).status]).toEqual([404, 404])
  expect((await o.act(showMyDocument, { portal: o.hats.anna }, { document }, o.browsers.anna)).document).toMatchObject({ damaged: true })
  expect(await o.act(showDocument, o.here, { document }, o.browsers.desk)).toMatchObject({ damaged: true })
  expect((await o.act(listDocuments, o.here, { patient: o.patients.anna }, o.browsers.desk)).items).toContainEqual(expect.objectContaining({ id: document, damaged: true }))
  expect((await o.act(showStorage, o.here, {}, o.browsers.owner)).damaged).toContainEqual(expect.objectContaining({ id: document, checking: false }))
  expect((await o.act(storageLevel, o.here, {}, o.browsers.owner)).damaged).toBe(true)

  // Checked again before it was put back: damaged as before.
  await o.act(recheckDocument, o.here, { document }, o.browsers.owner)
  expect(await suspected()).toBe(1)
  await checkFiles(o.a.id)
  expect(await state()).toBe('corrupt')

  await copyFile(`${file}.kept`, file)
  await o.act(recheckDocument, o.here, { document }, o.browsers.owner)
  await checkFiles(o.a.id)
  expect(await state()).toBe('ready')
  expect([(await o.asAnna(document)).status, (await o.asStaff(document)).status]).toEqual([200, 200])
  expect((await o.sql<{ operation: string }>(`select operation from audit_event where document_id = $1 and operation like 'quota.%' order by at`, [document])).map(({ operation }) => operation))
    .toEqual(['quota.found_damaged', 'quota.recheck', 'quota.recheck', 'quota.found_whole'])
})

test('a whole file of another’s under its name is damaged too', async () => {
  const other = await o.filed(o.patients.ben, smallPdf('other'))
  const [version] = await o.versions(other)
  await copyFile(join(o.store, version?.key.slice(0, 2) ?? '', version?.key ?? ''), file)
  expect((await o.asAnna(document)).status).toBe(500)
  await expect.poll(suspected).toBe(1)
  await checkFiles(o.a.id)
  expect(await state()).toBe('corrupt')
})

test('a corrected file is a way forward', async () => {
  await rm(file)
  await o.asAnna(document)
  await expect.poll(suspected).toBe(1)
  await checkFiles(o.a.id)
  expect((await o.correct(document)).status).toBe(201)
  expect((await o.asAnna(document)).status).toBe(200)
  expect((await o.act(keptDocument, o.here, { document }, o.browsers.desk)).versions.map(({ damaged }) => damaged)).toEqual([false, true])
})

test('a suspicion without ground changes nothing and is no line in the history', async () => {
  await o.sql('update document_version set suspected_at = now() where document_id = $1', [document])
  await checkFiles(o.a.id)
  expect([await state(), await suspected()]).toEqual(['ready', 0])
  expect(await o.sql(`select 1 from audit_event where document_id = $1 and operation like 'quota.%'`, [document])).toEqual([])
  expect(await answerOf(o.act(recheckDocument, o.here, { document }, o.browsers.owner)), 'and what is whole is not checked again by hand').toBe('not_found')
})
