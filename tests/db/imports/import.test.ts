import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { fileDocument, releaseDocument, reviewDocument } from '@/lib/documents/commands'
import { listToFile } from '@/lib/documents/queries'
import { arriveByRow } from '@/lib/imports/arrival'
import { beginImport, checkImport, finishImport, forgetImport, mapImport, openImport } from '@/lib/imports/commands'
import { listImports } from '@/lib/imports/queries'
import { tidy } from '@/lib/platform/janitor'
import { vault } from '@/lib/vault/rings'
import { smallPdf } from '../../factories/small-pdf'
import { answerOf } from '../enrolment/scene'
import { annas, header, imports, type Imports } from './scene'

let o: Imports
beforeAll(async () => {
  o = await imports()
})
const documents = async () => Number((await o.sql<{ n: string }>('select count(*) as n from document'))[0]?.n)

describe('the index', () => {
  test('comes in whatever separates its fields and however its letters are written, and is kept in the database alone', async () => {
    const { batch } = await o.sendIndex(`\u{feff}${header.replaceAll(',', ';')}\r\n${annas('a.pdf', { first: 'Añna' }).replaceAll(',', ';')}\r\n`)
    expect(await o.show(batch)).toMatchObject({ state: 'mapping', rows: 1, fileName: 'export.csv', columns: header.split(','), sample: [expect.arrayContaining(['Añna'])] })
    const old = Buffer.from([header, annas('a.pdf', { first: 'A\u00f1na' })].join('\n'), 'latin1')
    expect((await o.sendIndex(old)).location).toContain('why=encoding')
    const { batch: other } = await o.sendIndex(old, { encoding: 'windows-1252' })
    expect((await o.show(other)).sample[0]).toContain('Añna')
  })

  test('that cannot be read leaves its reason and nothing else', async () => {
    const before = await o.sql('select id from import_batch')
    for (const [bytes, why] of [
      ['', 'why=empty'], [header, 'why=empty'], [`${header}\n"open,1`, 'why=quote&row=2'], [Buffer.from('\ufeffa,b', 'utf16le'), 'why=utf16'], [Buffer.from([0x25, 0x50, 0, 1]), 'why=not_text'],
      [`a\n${'x,'.repeat(80)}`, 'why=columns&row=2'],
    ] as const) expect((await o.sendIndex(bytes)).location, why).toContain(why)
    expect(await o.sql('select id from import_batch')).toEqual(before)
    expect(await o.sql('select 1 from import_row r where not exists (select from import_batch b where b.id = r.batch_id)')).toEqual([])
  })

  test('is kept in pieces, by the number of its rows and by their size', async () => {
    // Each piece is a transaction.
    const pieces = async (batch: string) => (await o.sql<{ rows: number }>('select count(*)::int as rows from import_row where batch_id = $1 group by xmin::text order by min(line)', [batch])).map(({ rows }) => rows)
    const { batch: short } = await o.sendIndex([header, ...Array.from({ length: 2_100 }, (_, at) => annas(`${at}.pdf`))].join('\n'))
    expect(await pieces(short)).toEqual([1_000, 1_000, 100])
    // 64 × 1,990 characters: the eighth makes a million.
    const { batch: long } = await o.sendIndex(`a,b\n${`${Array<string>(64).fill('x'.repeat(1_990)).join(',')}\n`.repeat(20)}`)
    expect(await pieces(long)).toEqual([8, 8, 4])
    expect(await o.show(long)).toMatchObject({ state: 'mapping', rows: 20 })
  })

  test('of more lines than a row can be in is refused with its page, as every other', async () => {
    const before = await o.sql('select id from import_batch')
    const last = `${header}${'\n'.repeat(199_999)}${annas('a.pdf')}`
    expect(await o.sendIndex(`${last}\n${annas('b.pdf')}`)).toMatchObject({ status: 303, location: `/practice/${o.a.id}/settings/import?why=rows&row=200001` })
    expect(await o.sql('select id from import_batch')).toEqual(before)
    const { batch } = await o.sendIndex(last)
    expect(await o.sql('select line from import_row where batch_id = $1', [batch]), 'the last line').toEqual([{ line: 200_000 }])
  })

  test('is the owner’s to send, confirmed, and from a page of ours', async () => {
    const text = [header, annas('a.pdf')].join('\n')
    expect((await o.sendIndex(text, { jar: o.browsers.desk })).status).toBe(403)
    expect((await o.sendIndex(text, { jar: o.browsers.owner })).location).toMatch(/^\/confirm\?next=/)
    expect((await o.sendIndex(text, { jar: o.stepped.ownerOfB })).status).toBe(404)
    expect((await o.sendIndex(text, { jar: new Map() })).status).toBe(401)
    expect((await o.sendIndex(text)).batch).not.toBe('')
    expect(await answerOf(o.act(beginImport, o.here, {}, o.browsers.anna))).toBe('not_found')
    const closed = await o.put('switch', { practice_id: o.a.id, function: 'writes', closed_by: o.members.owner, closed_by_name: 'x', why: 'x' })
    expect((await o.sendIndex(text)).status).toBe(503)
    await o.sql('update switch set until_at = now() where id = $1', [closed])
  })

  test('is forgotten whole while nothing has come in by it', async () => {
    const batch = await o.compared([annas('forget.pdf')])
    expect(await answerOf(o.act(forgetImport, o.here, { batch }, o.browsers.hygienist))).toBe('forbidden')
    expect(await answerOf(o.act(forgetImport, o.here, { batch }, o.owner))).toBe('allowed')
    expect(await o.sql('select 1 from import_row where batch_id = $1', [batch])).toEqual([])
    const open = await o.opened([annas('keep.pdf')])
    expect(await answerOf(o.act(forgetImport, o.here, { batch: open }, o.owner))).toBe('conflict')
  })
})

describe('the dry run', () => {
  test('matches by chart number, name and birth date together, says what is wrong with each row, and changes nothing', async () => {
    const archived = await o.put('patient', { practice_id: o.a.id, chart_number: 'A-9', given_name: 'Old', family_name: 'Timer', birth_date: '1950-01-02', sort_key: 'x', archived_at: new Date() })
    const before = { documents: await documents(), patients: await o.sql('select * from patient order by id') }
    const batch = await o.compared([
      annas('fits.pdf'), annas('near.pdf', { first: 'Ana' }), annas('swapped.pdf', { born: '1990-01-04' }), annas('name.pdf', { first: 'Ben' }), annas('born.pdf', { born: '1971-12-31' }),
      annas('nobody.pdf', { chart: 'Z-1' }), annas('b.pdf', { chart: 'B-1', first: 'Berta' }), annas('old.pdf', { chart: 'A-9', last: 'Timer', first: 'Old', born: '1950-01-02' }),
      annas('twice.pdf'), annas('Twice.pdf', { chart: 'A-2', first: 'Ben' }), annas('', { kind: 'riddle', date: '3/14/19', tooth: '99' }), annas('case.pdf', { last: 'STONE', first: 'anna' }),
    ])
    expect(await o.states(batch)).toEqual({
      2: 'clean', 3: 'look: name_near', 4: 'look: birth_swapped', 5: 'bad: name', 6: 'bad: birth', 7: 'bad: unknown_chart', 8: 'bad: unknown_chart', 9: 'bad: archived',
      10: 'bad: twice10, 11', 11: 'bad: twice10, 11', 12: 'bad: no_file unknown_category bad_date bad_tooth', 13: 'clean',
    })
    expect({ documents: await documents(), patients: await o.sql('select * from patient order by id') }).toEqual(before)
    const shown = await o.show(batch, { show: 'problems' })
    expect(shown).toMatchObject({ state: 'checked', counts: { clean: 2, look: 2, bad: 8 } })
    expect(shown.list[0]).toMatchObject({ line: 3, patient: { name: 'Anna Stone' }, says: { name: 'Ana Stone', chartNumber: 'A-1' } })
    expect(JSON.stringify(shown), 'a chart of the other practice is as none').not.toContain(o.patients.berta)
    const { status, text } = await o.problems(batch)
    expect(status).toBe(200)
    expect(text).toContain('No patient here has this chart number.')
    expect(text.split('\r\n')[1]).toBe('near.pdf,A-1,Stone,Ana,1990-04-01,letter,Letter near.pdf,3/14/2019,,3,near.pdf,The name is nearly that of the chart. Is it the same person?')
    expect(await o.sql(`select 1 from audit_event where operation = 'imports.problems' and subject_id = $1 and decision = 'allow'`, [batch])).toHaveLength(1)
    expect((await o.problems(batch, o.browsers.desk)).status).toBe(403)
    expect((await o.problems(batch, o.stepped.ownerOfB)).status).toBe(404)
    await o.sql('delete from import_row where patient_id = $1', [archived])
  })

  test('is done anew with other columns; a column stands for one thing', async () => {
    const batch = await o.compared([annas('dmy.pdf', { date: '14/3/2019' })])
    expect(await o.states(batch)).toEqual({ 2: 'bad: bad_date' })
    const columns = { file: 0, chartNumber: 1, lastName: 2, firstName: 3, birthDate: 4, category: 5, title: 6, takenOn: 7, tooth: 8 }
    await o.act(mapImport, o.here, { batch, ...columns, dates: 'dmy' }, o.owner)
    expect(await o.states(batch)).toEqual({ 2: 'clean' })
    expect(await answerOf(o.act(mapImport, o.here, { batch, ...columns, lastName: 3 }, o.owner))).toBe('invalid')
    expect(await answerOf(o.act(mapImport, o.here, { batch, ...columns, file: 40 }, o.owner))).toBe('invalid')
  })

  test('goes through a long index step by step, and one of more rows than that is refused', async () => {
    const { batch } = await o.sendIndex([header, ...Array.from({ length: 6_500 }, (_, at) => annas(`long/${at}.pdf`, at % 10 === 0 ? { chart: `Q-${at}` } : {}))].join('\n'))
    await o.act(mapImport, o.here, { batch, file: 0, chartNumber: 1, lastName: 2, firstName: 3, birthDate: 4, category: 5, title: 6, takenOn: 7 }, o.owner)
    expect(await o.show(batch)).toMatchObject({ state: 'checking', checkedLine: 5_001 })
    expect(await answerOf(o.act(openImport, o.here, { batch }, o.owner))).toBe('conflict')
    expect(await o.act(checkImport, o.here, { batch }, o.owner)).toMatchObject({ done: true })
    expect(await o.show(batch, { show: 'all', after: 100 })).toMatchObject({ state: 'checked', counts: { clean: 5_850, bad: 650 }, list: expect.objectContaining({ length: 50 }) as unknown, next: 150 })
    const long = (await o.sendIndex(`${header}\n${'a\n'.repeat(100_001)}`)).location
    expect(long).toContain('why=rows')
  }, 120_000)
})

describe('the folder', () => {
  test('is matched by path as far as both sides name it', async () => {
    const batch = await o.opened([annas('C:\\Export\\0001\\a.pdf'), annas('0002/a.pdf'), annas('sub/unique.pdf'), annas('plain.pdf'), annas('bad.pdf', { first: 'Ben' })])
    expect(await o.match(batch, 'Export/0001/a.pdf', '/Backup/Export/0001/A.pdf', '0002/a.pdf', 'a.pdf', 'unique.pdf', 'any/where/plain.pdf', 'bad.pdf', 'nothing.pdf', '')).toEqual([
      { fits: 'wanted', line: 2 }, { fits: 'wanted', line: 2 }, { fits: 'wanted', line: 3 }, { fits: 'several' }, { fits: 'wanted', line: 4 }, { fits: 'wanted', line: 5 }, { fits: 'not_clean', line: 6 }, { fits: 'none' }, { fits: 'none' },
    ])
    // Only a folder that is open takes files, and only for a row that names the file.
    const dry = await o.compared([annas('dry.pdf')])
    expect((await o.door(dry, { paths: ['dry.pdf'] })).status).toBe(409)
    expect((await o.door(dry, { line: 2, path: 'dry.pdf', size: 9 })).status).toBe(409)
    expect((await o.door(batch, { line: 5, path: 'other.pdf', size: 9 })).status).toBe(404)
    expect((await o.door(batch, { line: 6, path: 'bad.pdf', size: 9 })).status).toBe(409)
    expect((await o.door(batch, { line: 5, path: 'plain.pdf', size: 9 }, o.browsers.desk)).status).toBe(403)
    expect((await o.door(batch, { line: 5, path: 'plain.pdf', size: 9 }, o.stepped.ownerOfB)).status).toBe(404)
    expect((await o.door(batch, { line: 5, path: 'plain.pdf', size: 2 ** 39 })).status, 'the practice’s own limit').toBe(413)
    expect((await o.door(batch, { line: 5, path: 'plain.pdf', size: 9 })).status).toBe(201)
  })

  test('is asked for with as many paths of as many parts as a question holds', async () => {
    const parts = (count: number, top: string) => Array.from({ length: count }, (_, at) => `${top}${at}`).join('/')
    const batch = await o.opened([annas('many/a7.pdf'), annas(`${parts(180, 'p')}/deep.pdf`, { title: 'Deep' })])
    // Nothing of one path is in another, so that each part is a key more.
    const paths = Array.from({ length: 498 }, (_, at) => parts(180, at.toString(36)).slice(0, 1_000))
    const { status, body } = await o.door(batch, { paths: [...paths, 'x/many/a7.pdf', `${parts(180, 'p')}/deep.pdf`] })
    expect(status).toBe(200)
    expect(body.matches).toEqual([...paths.map(() => ({ fits: 'none' })), { fits: 'wanted', line: 2 }, { fits: 'wanted', line: 3 }])
  })

  test('goes on after a break: what is here is not asked for again, and what broke off goes on where it was', async () => {
    const batch = await o.opened([annas('one.pdf'), annas('two.pdf'), annas('three.pdf')])
    const bytes = smallPdf(`two ${'x'.repeat(5_000)}`)
    await o.bring(batch, 2, 'one.pdf')
    const broken = await o.bring(batch, 3, 'two.pdf', { bytes, cut: 1_000 })
    expect(await o.match(batch, 'one.pdf', 'two.pdf', 'three.pdf')).toEqual([
      { fits: 'here', line: 2 }, { fits: 'wanted', line: 3, address: `/v1/u/${o.a.id}/${broken.document}` }, { fits: 'wanted', line: 4 },
    ])
    const { offset } = await o.parts.head(broken.document)
    expect(offset).toBe(1_000)
    expect((await o.parts.patch(broken.document, 1_000, bytes.subarray(1_000))).status).toBe(200)
    expect((await o.match(batch, 'two.pdf'))[0]).toEqual({ fits: 'here', line: 3 })
    expect((await o.bring(batch, 3, 'two.pdf')).status, 'not twice').toBe(409)
    // Given up, it is awaited again.
    const lost = await o.bring(batch, 4, 'three.pdf', { bytes, cut: 500 })
    await o.sql(`update document_version set created_at = now() - interval '2 days' where document_id = $1`, [lost.document])
    await o.sql(`update upload_part set created_at = now() - interval '2 days' where document_id = $1`, [lost.document])
    await tidy(vault().store)
    expect((await o.match(batch, 'three.pdf'))[0]).toEqual({ fits: 'wanted', line: 4 })
    expect((await o.bring(batch, 4, 'three.pdf')).status).toBe(200)
  })

  test('what is no file of ours is refused, and its row awaits another', async () => {
    const batch = await o.opened([annas('script.pdf')])
    expect((await o.bring(batch, 2, 'script.pdf', { bytes: Buffer.from('MZ\u0000 not a paper at all, and no text either \u0001\u0002') })).status).toBe(415)
    expect(await o.file(batch)).toMatchObject({ filed: 0, refused: 1 })
    expect((await o.states(batch))[2]).toMatch(/^refused: \w+/)
    expect((await o.match(batch, 'script.pdf'))[0]).toEqual({ fits: 'wanted', line: 2 })
    await o.filedBy(batch, 2, 'script.pdf')
    expect(await o.states(batch)).toEqual({ 2: 'filed' })
  })

  test('comes without scripts too: by name, as many as the form holds', async () => {
    const batch = await o.opened([annas('form-one.pdf'), annas('deep/form-two.pdf'), annas('x/same.pdf'), annas('y/same.pdf')])
    const form = new FormData()
    for (const name of ['form-one.pdf', 'form-two.pdf', 'same.pdf', 'unknown.pdf']) form.append('file', new Blob([new Uint8Array(smallPdf(name))]), name)
    expect(await o.door(batch, form)).toMatchObject({ status: 303, location: `/practice/${o.a.id}/settings/import/${batch}?taken=2&known=0&unknown=2` })
    expect(await o.states(batch)).toEqual({ 2: 'coming', 3: 'coming', 4: 'clean', 5: 'clean' })
    const step = new FormData()
    step.append('step', 'file')
    expect(await o.door(batch, step)).toMatchObject({ status: 303 })
  })
})

describe('filing', () => {
  test('as the row says, once it was looked through; released to nobody, by no rule', async () => {
    await o.rule('on_filing')
    const batch = await o.opened([annas('filed.pdf', { tooth: '19' })])
    const { document } = await o.bring(batch, 2, 'filed.pdf')
    expect(await o.file(batch), 'not before somebody has looked through it').toMatchObject({ filed: 0, left: 0 })
    await o.looked(document)
    expect(await o.file(batch)).toMatchObject({ filed: 1, left: 0 })
    expect(await o.sql(`select patient_id, category, title, taken_on::text, tooth, filed_by, import_id, uploaded_by from document where id = $1`, [document])).toEqual([{
      patient_id: o.patients.anna, category: 'letter', title: 'Letter filed.pdf', taken_on: '2019-03-14', tooth: '19', filed_by: o.members.owner, import_id: batch, uploaded_by: o.members.owner,
    }])
    expect(await o.releases(document)).toEqual([])
    await o.rule('after_review')
    await o.act(reviewDocument, o.here, { document }, o.owner)
    expect(await o.releases(document), 'nor when a dentist looks at it').toEqual([])
    // The control: the same rule releases what came in by hand.
    const byHand = await o.paper(o.patients.anna)
    await o.act(reviewDocument, o.here, { document: byHand }, o.owner)
    expect(await o.live(byHand)).toBe(1)
    await o.act(releaseDocument, o.here, { document }, o.browsers.desk)
    expect(await o.live(document), 'a person may').toBe(1)
    expect(await o.sql(`select detail->>'row' as row from audit_event where operation = 'imports.filed' and document_id = $1 and patient_id = $2 and decision = 'allow'`, [document, o.patients.anna])).toEqual([{ row: '2' }])
    await o.rule('never')
  })

  test('takes a second look: what names somebody else waits under To file with the reason, and a person may file it there', async () => {
    const batch = await o.opened([annas('wrong.pdf'), annas('right.pdf')])
    const [wrong, right] = [await o.bring(batch, 2, 'wrong.pdf'), await o.bring(batch, 3, 'right.pdf')]
    await o.looked(wrong.document, { names: ['STONE^BEN'], birthDates: ['1971-02-03'], ids: [] })
    await o.looked(right.document, { names: ['STONE^ANNA'], birthDates: ['1990-04-01'], ids: ['A-1'] })
    expect(await o.file(batch)).toMatchObject({ filed: 1, left: 1 })
    expect(await o.states(batch)).toEqual({ 2: 'left: name birth', 3: 'filed' })
    const waits = (await o.act(listToFile, o.here, {}, o.browsers.desk)).find(({ id }) => id === wrong.document)
    expect(waits).toMatchObject({ imported: { why: 'name birth' }, filedAt: null })
    const asked = o.act(fileDocument, o.here, { document: wrong.document, category: 'letter', title: 'x', takenOn: '2019-03-14' }, o.browsers.desk)
    expect(await answerOf(asked), 'and is compared there too').toBe('conflict')
  })

  test('a patient who was archived, and a document that somebody moved, discarded or filed meanwhile', async () => {
    const batch = await o.opened([annas('m1.pdf', { chart: 'A-2', first: 'Ben' }), annas('m2.pdf'), annas('m3.pdf'), annas('m4.pdf')])
    const came = await Promise.all([2, 3, 4, 5].map((line) => o.bring(batch, line, `m${line - 1}.pdf`)))
    for (const { document } of came) await o.looked(document)
    await o.sql('update patient set archived_at = now() where id = $1', [o.patients.ben])
    await o.sql('update document set patient_id = $2 where id = $1', [came[1]?.document, o.patients.ben])
    await o.sql(`update document set deleted_at = now(), deleted_why = 'x' where id = $1`, [came[2]?.document])
    await o.act(fileDocument, o.here, { document: came[3]?.document ?? '', category: 'letter', title: 'By hand', takenOn: '2019-03-14' }, o.browsers.desk)
    await o.file(batch)
    expect(await o.states(batch)).toEqual({ 2: 'left: archived', 3: 'left: moved', 4: 'removed', 5: 'filed' })
    const more = await o.opened([annas('m5.pdf')])
    await o.sql('update patient set archived_at = now() where id = $1', [o.patients.anna])
    expect(await answerOf(o.act(arriveByRow, o.here, { batch: more, line: 2, path: 'm5.pdf', size: 9 }, o.owner))).toBe('conflict')
    await o.sql('update patient set archived_at = null where id in ($1, $2)', [o.patients.anna, o.patients.ben])
    expect(await answerOf(o.act(arriveByRow, o.here, { batch: more, line: 2, path: 'm5.pdf', size: 9 }, o.owner))).toBe('allowed')
  })

  test('what came in already is left out of a later index', async () => {
    const batch = await o.opened([annas('again.pdf')])
    await o.filedBy(batch, 2, 'again.pdf')
    const later = await o.compared([annas('again.pdf'), annas('new.pdf'), annas('again.pdf'.replace('again', `other-${randomUUID()}`))])
    expect(await o.states(later)).toEqual({ 2: 'bad: came', 3: 'clean', 4: 'clean' })
  })

  test('is finished when nothing is on its way, and forgets then what the index said of people', async () => {
    const batch = await o.opened([annas('end.pdf'), annas('missing.pdf')])
    const { document } = await o.bring(batch, 2, 'end.pdf')
    expect(await answerOf(o.act(finishImport, o.here, { batch }, o.owner))).toBe('conflict')
    await o.looked(document)
    await o.file(batch)
    expect(await answerOf(o.act(finishImport, o.here, { batch }, o.browsers.hygienist))).toBe('forbidden')
    expect(await o.act(finishImport, o.here, { batch }, o.owner)).toMatchObject({ filed: 1, left: 0 })
    expect(await o.sql(`select 1 from import_row where batch_id = $1 and cells <> '{}'`, [batch])).toEqual([])
    expect((await o.door(batch, { line: 3, path: 'missing.pdf', size: 9 })).status).toBe(409)
    expect((await o.act(listImports, o.here, {}, o.owner)).items.find(({ id }) => id === batch)).toMatchObject({ state: 'finished', rows: 2 })
  })
})
