import { describe, expect, test } from 'vitest'
import { EnvError, describeEnv, readEnv, readOwnerUrl } from './env'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64url')
const whole = {
  NODE_ENV: 'production',
  ENAMEL_ORIGIN: 'https://enamel.example.org',
  DATABASE_URL: 'postgres://enamel_runtime:p@db/enamel',
  ENAMEL_SECRET: 'x'.repeat(32),
  ENAMEL_ROOT_KEYS: `2:${key(7)},1:${key(8)}`,
  ENAMEL_LINK_KEYS: `3:${key(9)}`,
  ENAMEL_STORE_DIR: '/var/lib/enamel/store',
  SMTP_URL: 'smtps://mail.example.org',
  MAIL_FROM: 'Enamel <no-reply@enamel.example.org>',
  TRUSTED_PROXY: '127.0.0.1, 10.0.0.0/8',
}
const problemsOf = (source: Record<string, string>) => {
  try {
    readEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error.problems.map((problem) => problem.split(' ')[0])
    throw error
  }
  return []
}

describe('the environment of a production server', () => {
  test('a whole one is read and parsed', () => {
    expect(readEnv(whole)).toMatchObject({
      mode: 'production', PORT: 3000, ENAMEL_HOST: '127.0.0.1', ENAMEL_WORKER: 'inline',
      TRUSTED_PROXY: ['127.0.0.1', '10.0.0.0/8'], ENAMEL_ROOT_KEYS: [{ kid: 2 }, { kid: 1 }],
    })
  })

  test('everything missing is named at once', () => {
    expect(new Set(problemsOf({ NODE_ENV: 'production' }))).toEqual(new Set(Object.keys(whole).filter((name) => name !== 'NODE_ENV')))
  })

  test('an empty value is a missing one', () => {
    expect(problemsOf({ ...whole, SMTP_URL: '' })).toEqual(['SMTP_URL'])
  })

  test.each([
    ['ENAMEL_ORIGIN', 'http://enamel.example.org'], ['ENAMEL_ORIGIN', 'https://enamel.example.org/'], ['ENAMEL_ORIGIN', 'no-origin'],
    ['DATABASE_URL', 'mysql://x/y'], ['ENAMEL_SECRET', 'short'], ['ENAMEL_STORE_DIR', 'store'],
    ['ENAMEL_ROOT_KEYS', key(1)], ['ENAMEL_ROOT_KEYS', `1:${key(1)},1:${key(2)}`], ['ENAMEL_ROOT_KEYS', '1:c2hvcnQ'],
    ['ENAMEL_ROOT_KEYS', `0:${key(1)}`], ['ENAMEL_LINK_KEYS', `a:${key(1)}`], ['SMTP_URL', 'https://mail'],
    ['MAIL_FROM', 'nobody'], ['MAIL_FROM', 'a@b.example\r\nBcc: c@d.example'],
    ['TRUSTED_PROXY', 'proxy.internal'], ['TRUSTED_PROXY', '10.0.0.0/33'], ['PORT', '0'], ['PORT', 'http'], ['ENAMEL_WORKER', 'none'],
  ])('%s=%s is refused, and its value not repeated', (name, value) => {
    expect(problemsOf({ ...whole, [name]: value })).toEqual([name])
    expect(() => readEnv({ ...whole, [name]: value })).not.toThrow(new RegExp(RegExp.escape(value.trim())))
  })

  test('the owner\'s connection is not among what a server reads', () => {
    expect(readEnv({ ...whole, DATABASE_OWNER_URL: 'postgres://owner@db/enamel' })).not.toHaveProperty('DATABASE_OWNER_URL')
    expect(readOwnerUrl({ DATABASE_OWNER_URL: 'postgres://owner@db/enamel' })).toBe('postgres://owner@db/enamel')
    expect(() => readOwnerUrl({})).toThrow('DATABASE_OWNER_URL is missing')
  })
})

test('a demo may be plain HTTP and has no mail to send', () => {
  const demo = { ...whole, ENAMEL_DEMO: '1', ENAMEL_ORIGIN: 'http://localhost:3000', SMTP_URL: '', MAIL_FROM: '', TRUSTED_PROXY: '' }
  expect(readEnv(demo)).toMatchObject({ mode: 'demo', TRUSTED_PROXY: [] })
})

test('every variable says what it is for', () => {
  for (const { name, about } of describeEnv()) expect(about, name).toMatch(/\.|:/)
})
