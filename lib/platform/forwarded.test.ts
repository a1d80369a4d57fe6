import { describe, expect, test } from 'vitest'
import { networks, rewriteForwarded } from './forwarded'

const trusted = networks(['127.0.0.1', '::1', '10.0.0.0/8'])
const after = (headers: Record<string, string>, peer: string) => {
  const copy = { ...headers }
  rewriteForwarded(copy, peer, trusted)
  return copy
}

describe('what a request says of its journey', () => {
  test('a proxy of ours is believed, in every spelling of its address', () => {
    const said = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-host': 'enamel.test', 'x-forwarded-proto': 'https' }
    for (const peer of ['127.0.0.1', '::ffff:127.0.0.1', '::1', '10.4.4.4']) expect(after(said, peer)).toEqual(said)
  })

  test('anybody else chooses neither his address nor our host', () => {
    const said = {
      'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'https', 'x-forwarded-port': '1',
      forwarded: 'for=1.1.1.1', 'x-real-ip': '1.1.1.1', host: 'enamel.test',
    }
    expect(after(said, '203.0.113.9')).toEqual({ 'x-forwarded-for': '203.0.113.9', host: 'enamel.test' })
  })

  test('an address put in front of a proxy\'s own is passed over', () => {
    expect(after({ 'x-forwarded-for': '1.1.1.1, 203.0.113.7, 10.1.1.1' }, '127.0.0.1')).toEqual({ 'x-forwarded-for': '203.0.113.7' })
  })

  test('no address and a false one count as the peer\'s', () => {
    expect(after({}, '127.0.0.1')).toEqual({ 'x-forwarded-for': '127.0.0.1' })
    expect(after({ 'x-forwarded-for': 'unknown' }, '127.0.0.1')).toEqual({ 'x-forwarded-for': '127.0.0.1' })
    expect(after({ 'x-forwarded-for': '10.1.1.1' }, '127.0.0.1')).toEqual({ 'x-forwarded-for': '127.0.0.1' })
  })
})
