import { describe, expect, test } from 'vitest'
import { deviceWords, methodWords, waysToConfirm, waysToUnlock, type Lock } from './rules'

const nothing: Lock = { password: false, totp: false, passkeys: 0, phoneTries: null, membershipId: null, pinTries: null }
const desk: Lock = { ...nothing, password: true, totp: true, membershipId: 'm', pinTries: 5 }

describe('unlocking', () => {
  test('takes the password alone where one factor was shown, and with the code where two were', () => {
    expect(waysToUnlock({ ...nothing, password: true }, 1)).toEqual({ pin: null, passkey: false, password: true, code: false })
    expect(waysToUnlock({ ...nothing, password: true, totp: true }, 2)).toMatchObject({ password: true, code: true })
    expect(waysToUnlock({ ...nothing, password: true, passkeys: 1 }, 2), 'no code to show').toMatchObject({ password: false, passkey: true })
  })

  test('takes a PIN while it has tries; at a practice’s computer only the one for it', () => {
    expect(waysToUnlock(desk, 2).pin).toEqual({ where: 'workstation', triesLeft: 5 })
    expect(waysToUnlock({ ...desk, pinTries: 0, phoneTries: 5 }, 2).pin).toBeNull()
    expect(waysToUnlock({ ...nothing, phoneTries: 2 }, 1).pin).toEqual({ where: 'phone', triesLeft: 2 })
    expect(waysToUnlock({ ...nothing, phoneTries: 0 }, 1).pin).toBeNull()
    expect(waysToUnlock({ ...nothing, phoneTries: 2 }, 2).pin, 'one factor for a session of two').toBeNull()
  })
})

describe('confirming', () => {
  test('takes a workstation’s PIN only in a session opened with it', () => {
    expect(waysToConfirm(desk, 'workstation_pin').pin).not.toBeNull()
    for (const method of ['password_totp', 'passkey', 'phone_pin']) expect(waysToConfirm(desk, method).pin).toBeNull()
  })

  test('takes a phone’s PIN only from somebody who has nothing else', () => {
    const phone: Lock = { ...nothing, phoneTries: 5 }
    expect(waysToConfirm(phone, 'phone_pin').pin).not.toBeNull()
    for (const more of [{ password: true }, { totp: true }, { passkeys: 1 }]) expect(waysToConfirm({ ...phone, ...more }, 'phone_pin').pin).toBeNull()
  })

  test('asks for the code wherever there is one, and for the passkey of who has no code', () => {
    expect(waysToConfirm({ ...nothing, password: true, totp: true }, 'password')).toMatchObject({ password: true, code: true })
    expect(waysToConfirm({ ...nothing, password: true, passkeys: 1 }, 'password')).toMatchObject({ password: false, passkey: true })
    expect(waysToConfirm({ ...nothing, password: true }, 'password')).toMatchObject({ password: true, code: false })
  })
})

test('ways and devices are told in Spanish, too', () => {
  expect(['password_totp', 'phone_pin', 'carrier_pigeon'].map((method) => methodWords(method, 'es')))
    .toEqual(['contraseña y código de una aplicación', 'las cifras de este teléfono', 'otra manera'])
  expect(['iPhone', 'Android phone', 'Linux computer', 'constructor'].map((device) => deviceWords(device, 'es')))
    .toEqual(['iPhone', 'Teléfono Android', 'Ordenador con Linux', 'constructor'])
  expect(deviceWords('Linux computer', 'en')).toBe('Linux computer')
})

test('a way in is told in words', () => {
  expect(['password_totp', 'workstation_pin', 'phone_pin_totp', 'carrier_pigeon'].map((method) => methodWords(method)))
    .toEqual(['password and code from an app', 'PIN at a workstation', 'PIN of this phone and code from an app', 'another way'])
})
