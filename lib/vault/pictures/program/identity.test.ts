import { describe, expect, test } from 'vitest'
import { identitiesIn, isoDay } from './identity.ts'

describe('whose paper it says it is', () => {
  test.for([
    ['Patient: Rosa Delgado', ['Rosa Delgado'], []],
    ['PATIENT NAME:  Delgado, Rosa     DOB: 3/14/1982', ['Delgado, Rosa'], ['1982-03-14']],
    ['Paciente: José Ángel Núñez\nFecha de nacimiento: 14/03/1982', ['José Ángel Núñez'], ['1982-03-14']],
    ['Date of birth 1982-03-14', [], ['1982-03-14']],
    ['The patient was seen today. Born to be wild.', [], []],
    ['', [], []],
  ] as const)('%s', ([text, names, birthDates]) => {
    expect(identitiesIn(text)).toEqual({ names, birthDates, ids: [] })
  })

  test('at most five of each, each once', () => {
    const text = Array.from({ length: 40 }, (_, at) => `Patient: Somebody ${'abcdefgh'[at % 8]}`).join('\n')
    expect(identitiesIn(text).names).toEqual(['Somebody a', 'Somebody b', 'Somebody c', 'Somebody d', 'Somebody e'])
  })

  test('a day that is none is none', () => {
    expect(['2026-02-30', '13/13/2026', '2/29/2023', '2/29/2024', '31.12.1999'].map(isoDay)).toEqual([null, null, null, '2024-02-29', '1999-12-31'])
  })
})
