import { expect, test } from 'vitest'
import { lookWords, roleWords, sharedBy, visitWords, witnessSentence } from './rules'
import type { Look } from './schema'

const look = (name: string, more: Partial<Look> = {}): Look =>
  ({ at: new Date('2026-11-23T21:35:00Z'), name, kind: 'staff', roles: ['owner', 'dentist'], what: 'opened_document', document: null, mine: false, previews: 0, ...more })
const zone = 'America/New_York'

test('who has looked, in one sentence of either language', () => {
  expect(witnessSentence([], zone, 'record')).toBe('Nobody has opened this record yet')
  expect(witnessSentence([], zone, 'document', 'es')).toBe('Nadie ha abierto aún este documento')
  const one = [look('Dr. Okafor'), look('Dr. Okafor')]
  expect(witnessSentence(one, zone, 'record')).toBe('Opened by 1 person, last by Dr. Okafor, Nov 23, 2026')
  expect(witnessSentence(one, zone, 'record', 'es')).toBe('1 persona ha abierto esta historia; la última vez, Dr. Okafor, el 23 nov 2026')
  const two = [look('Rosa', { mine: true, kind: 'patient' }), ...one]
  expect(witnessSentence(two, zone, 'document', 'es')).toBe('2 personas han abierto este documento; la última vez, usted, el 23 nov 2026')
})

test('what they did and who they were', () => {
  expect([roleWords(look('x')), roleWords(look('x'), 'es')]).toEqual(['owner, dentist', 'titular, dentista'])
  expect([roleWords(look('x', { kind: 'system' }), 'es'), roleWords(look('x', { roles: [] }), 'es')]).toEqual(['el programa', 'personal'])
  expect([lookWords(look('x', { what: 'opened_record' }), 'es'), lookWords(look('x'))]).toEqual(['abrió la historia', 'opened a document'])
  expect([lookWords(look('x', { what: 'saw_previews', previews: 1 })), lookWords(look('x', { what: 'saw_previews', previews: 12 }), 'es')])
    .toEqual(['saw a small preview of 1 document', 'vio en pequeño 12 documentos'])
})

test('visits and releases', () => {
  const [now, later] = [new Date('2026-11-23T00:00:00Z'), new Date('2026-12-23T00:00:00Z')]
  expect([visitWords('booked', later, now, 'es').words, visitWords('noshow', now, later, 'es').words, visitWords('booked', later, now).words]).toEqual(['Reservada', 'No acudió', 'Booked'])
  expect([sharedBy('the rule of Dr. Okafor', 'es'), sharedBy('the rule of Dr. Okafor', 'en'), sharedBy('Joy Mendoza', 'es')])
    .toEqual(['la regla de Dr. Okafor', 'the rule of Dr. Okafor', 'Joy Mendoza'])
})
