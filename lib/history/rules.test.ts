import { expect, test } from 'vitest'
import { actorWords, detailWords, witnessMarks, witnessWords } from './rules'

const opening = (name: string, mine = false, hour = 12) => ({ at: new Date(Date.UTC(2026, 10, 12, hour)), name, kind: 'staff', mine })

test('the witness line counts people, not openings, and says “you” to the reader', () => {
  const list = [opening('Dr. Okafor', false, 14), opening('Joy', true, 13), opening('Dr. Okafor', false, 12)]
  expect(witnessWords(list, 'UTC')).toBe('Opened by 2 people lately, last by Dr. Okafor, Nov 12, 2026')
  expect(witnessWords([opening('Joy', true)], 'UTC')).toBe('Opened by 1 person lately, last by you, Nov 12, 2026')
  expect(witnessWords([], 'UTC')).toBe('Nobody has opened this record before you')
  expect(witnessMarks(list)).toEqual([{ by: 'other' }, { by: 'self' }, { by: 'other' }])
})

test('actors are told with what they were at the time', () => {
  expect([
    actorWords({ kind: 'staff', roles: ['front_desk', 'billing'] }), actorWords({ kind: 'patient', roles: ['parent'] }),
    actorWords({ kind: 'system', roles: [] }), actorWords({ kind: 'staff', roles: [] }),
  ]).toEqual(['front desk, billing', 'parent, in the portal', 'the software', 'no role'])
})

test('details are words, and nothing is said where there is nothing to say', () => {
  expect(detailWords('patients.update', { changed: 'givenName birthDate' })).toBe('changed: given name, birth date')
  expect(detailWords('practice.saveReleaseRules', { lab_report: 'after_review' })).toBe('lab report: after review')
  expect(detailWords('members.changeRoles', { added: 'front_desk', ended: '' })).toBe('given: front desk')
  expect(detailWords('documents.redeem', { action: 'inline', link: 'abc' })).toBeNull()
  expect(detailWords('practice.close', { function: 'writes' })).toBe('Changes to records')
  expect(detailWords('practice.close', { function: 'gone' })).toBeNull()
  expect(detailWords('patients.open', {})).toBeNull()
  expect(detailWords('documents.file', { released: true, confirmed: 'name_near birth_swapped alike' }))
    .toBe('and the practice’s rule released it; after a second look: nearly the same name, day and month the other way round, patients who are easily confused')
  expect(detailWords('documents.release', { audience: 'named', confirmed: 'name birth number' }))
    .toBe('to named persons only; after a second look: another name, another birth date, the chart number of somebody else')
  expect(detailWords('documents.release', { audience: 'all' })).toBeNull()
  expect(detailWords('documents.wrong_patient', { moved: 'out' })).toBe('taken out of this record')
})
