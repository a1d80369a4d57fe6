import { expect, test } from 'vitest'
import { said } from './sentences'

test('a refusal is said in the language of its reader', () => {
  expect(said('Type your password.', 'es')).toBe('Escriba su contraseña.')
  expect(said('Type your password.', 'en')).toBe('Type your password.')
})

test('what changes from time to time is carried over', () => {
  expect(said('There were too many tries from here. Please wait 5 minutes, then try again.', 'es')).toBe('Hubo demasiados intentos desde aquí. Espere 5 minutos e inténtelo de nuevo.')
  expect(said('There were too many tries. Please wait 1 second, then try again. A passkey works at once.', 'es')).toBe('Hubo demasiados intentos. Espere 1 segundo e inténtelo de nuevo. Una llave de acceso vale enseguida.')
  expect(said('This is 7 characters. Use at least 15; a few unrelated words are easy to remember.', 'es')).toBe('Esto es demasiado corto. Use al menos 15 caracteres; unas palabras sin relación son fáciles de recordar.')
  expect(said('These are not your digits. 3 more tries are left.', 'es')).toBe('Estas no son sus cifras. Quedan 3 intentos más.')
})

test('nobody is told what a schema says to programmers', () => {
  expect(said('Too big: expected string to have <=1000 characters', 'en')).toBe('This does not fit here. Please look at it once more.')
  expect(said('Invalid input: expected string, received undefined', 'es')).toBe('Esto no encaja aquí. Mírelo otra vez.')
})

test('a sentence of the office stays as it is', () => {
  expect(said('This chart is archived.', 'es')).toBe('This chart is archived.')
  expect(said('constructor', 'es')).toBe('constructor')
})
