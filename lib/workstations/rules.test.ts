import { expect, test } from 'vitest'
import { startingWith } from './rules'

const names = ['Dana Desk', 'Dr. Olive Owner', 'Élodie Martín-Ruiz', 'Hal Hygienist']

test.for([['d', 0], ['dr', 1], ['OL', 1], ['own', 1], ['elo', 2], ['ruiz', 2], ['martin', 2], ['ha', 3], ['dana d', 0], ['x', -1]] as const)(
  'who types %s means number %i', ([typed, at]) => expect(startingWith(names, typed)).toBe(at),
)
