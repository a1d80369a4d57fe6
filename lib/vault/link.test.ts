import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyRing } from './key-ring'
import { canonicalLink, issueLink, linkAddress, linkKey, parseLink, sessionTag, signCanonical, verifyLink } from './link'
import type { LinkAction, LinkBinding, LinkVerdict, SignedLink } from './link'

const root = Buffer.from(Array.from({ length: 32 }, (_, at) => at))
const ring = keyRing([{ kid: 7, key: root }, { kid: 6, key: Buffer.alloc(32, 6) }])
const binding: LinkBinding = {
  practice: '0192f0c1-7b1a-4c3e-8a55-0a1b2c3d4e5f', epoch: 1, host: 'app.example.test', sessionId: 'a session of hers',
}
const target = {
  hat: '0192f0c1-9000-4000-8000-0000000000aa', document: '0192f0c1-8000-4000-8000-000000000001',
  version: 3, variant: 'orig', action: 'inline' as LinkAction,
}
const now = 1_795_440_000_000

function use(address: string, as: LinkBinding = binding, at = now, keys = ring): LinkVerdict['outcome'] {
  const parsed = parseLink(address)
  return parsed.outcome === 'parsed' ? verifyLink(parsed.link, keys, as, at).outcome : 'malformed'
}

const refused = (outcome: string): void => expect(['malformed', 'unknown_key', 'bad_mac']).toContain(outcome)

describe('the reference vector', () => {
  const practice = '0192f0c1-7b1a-7c3e-8a55-0a1b2c3d4e5f'
  const fields = {
    hat: '0192f0c1-9000-7000-8000-0000000000aa', document: '0192f0c1-8000-7000-8000-000000000001', version: 3,
    variant: 'orig', action: 'inline' as const, iat: 1795440000, exp: 1795440120, nonce: 'q83vEjRWeJCrze8S', kid: 7,
  }

  it('gives the same key and signature', () => {
    const key = linkKey(root, practice, 1)
    expect(key.toString('hex')).toMatch(/^60e3f96d.*b780d3$/)
    const lines = canonicalLink(fields, practice, 'app.example.test', 'uFVPdgXoyhl1wJiHXADr8A')
    expect(lines.split('\n')).toHaveLength(13)
    expect(signCanonical(key, lines)).toBe('-ljOP0BgwafiaFi8ArM0lSk9pdP-fsQ_C0eGz5frPfE')
  })

  it('lives twice as long as a link may, and is refused for that alone', () => {
    const sig = signCanonical(
      linkKey(root, binding.practice, 1),
      canonicalLink(fields, binding.practice, binding.host, sessionTag(binding.sessionId)),
    )
    const link: SignedLink = { ...fields, sig }
    expect(verifyLink(link, ring, binding, now)).toEqual({ outcome: 'malformed' })
    expect(verifyLink(link, ring, binding, now, 120).outcome).toBe('ok')
  })
})

describe('a link in the hands it was made for', () => {
  const uuid = fc.uuid({ version: 4 })
  const anyTarget = fc.record({
    hat: uuid, document: uuid, version: fc.integer({ min: 1, max: 999_999 }),
    variant: fc.constantFrom('orig', 'thumb-256', 'page-1-1600', 'page-9999-1600'),
    action: fc.constantFrom('inline', 'attachment', 'print') as fc.Arbitrary<LinkAction>,
  })

  it('opens, and reads back as what was signed', () => {
    fc.assert(
      fc.property(anyTarget, uuid, fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 9 }), fc.constantFrom('S' as const, 'G' as const), (what, practice, sessionId, epoch, subject) => {
        const mine = { ...binding, practice, sessionId, epoch, subject }
        const { address, ...link } = issueLink(ring, mine, what, now)
        expect(parseLink(address)).toEqual({ outcome: 'parsed', subject, link })
        expect(linkAddress(link, subject)).toBe(address)
        expect(use(address, mine)).toBe('ok')
        // A guest's is no person's, nor the other way round, though everything else be the same.
        expect(use(address, { ...mine, subject: subject === 'S' ? 'G' : 'S' })).not.toBe('ok')
      }),
    )
  })

  it('opens for 60 seconds, not a moment longer, and not before it was made', () => {
    const { address } = issueLink(ring, binding, target, now)
    expect(use(address, binding, now + 59_999)).toBe('ok')
    expect(use(address, binding, now + 60_000)).toBe('expired')
    expect(use(address, binding, now - 30_000)).toBe('ok')
    expect(use(address, binding, now - 30_001)).toBe('not_yet')
  })

  it('is not made for a longer life, and one that ends before it begins is none', () => {
    for (const ttl of [61, 120, 0, -1]) expect(use(issueLink(ring, binding, target, now, ttl).address)).toBe('malformed')
  })

  it('tells an expired link back, for the lease, only under the right signature', () => {
    const { address, nonce } = issueLink(ring, binding, target, now)
    const parsed = parseLink(address)
    if (parsed.outcome !== 'parsed') throw new Error('unreadable')
    expect(verifyLink(parsed.link, ring, binding, now + 90_000)).toMatchObject({ outcome: 'expired', link: { nonce } })
    expect(verifyLink(parsed.link, ring, { ...binding, sessionId: 'another' }, now + 90_000)).toEqual({ outcome: 'bad_mac' })
  })

  it('goes on under a retired key until that is taken out', () => {
    const older = keyRing([{ kid: 6, key: Buffer.alloc(32, 6) }])
    const { address } = issueLink(older, binding, target, now)
    expect(use(address)).toBe('ok')
    expect(use(address, binding, now, keyRing([{ kid: 7, key: root }]))).toBe('unknown_key')
    expect(use(address, binding, now, keyRing([{ kid: 6, key: Buffer.alloc(32, 9) }]))).toBe('bad_mac')
  })
})

describe('a link in other hands, or changed', () => {
  const { address } = issueLink(ring, binding, target, now)

  it('is refused in any other session, practice, epoch or place', () => {
    expect(use(address)).toBe('ok')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uuid(), fc.integer({ min: 2, max: 1e6 }), fc.domain(), (sessionId, practice, epoch, host) => {
        if (sessionId !== binding.sessionId) expect(use(address, { ...binding, sessionId })).toBe('bad_mac')
        if (practice !== binding.practice) expect(use(address, { ...binding, practice })).toBe('bad_mac')
        expect(use(address, { ...binding, epoch })).toBe('bad_mac')
        if (host !== binding.host) expect(use(address, { ...binding, host: host.toLowerCase() })).toBe('bad_mac')
      }),
    )
  })

  it('is refused when any one character is another', () => {
    for (let at = 0; at < address.length; at++) {
      fc.assert(
        fc.property(fc.string({ minLength: 0, maxLength: 2, unit: 'binary-ascii' }), (other) => {
          const changed = address.slice(0, at) + other + address.slice(at + 1)
          if (changed !== address) refused(use(changed))
        }),
        { numRuns: 25 },
      )
    }
  })

  it('is refused with anything put in, taken out or cut off', () => {
    fc.assert(
      fc.property(fc.nat(address.length), fc.nat(20), fc.string({ unit: 'binary' }), (at, gone, put) => {
        const changed = address.slice(0, at) + put + address.slice(at + gone)
        if (changed !== address) refused(use(changed))
      }),
      { numRuns: 2000 },
    )
  })

  it('is refused when a field is that of another valid link', () => {
    const link = issueLink(ring, binding, target, now)
    const other = issueLink(
      keyRing([{ kid: 6, key: Buffer.alloc(32, 6) }]), { ...binding, sessionId: 'hers, elsewhere' },
      { hat: '0192f0c1-9000-4000-8000-0000000000ab', document: '0192f0c1-8000-4000-8000-000000000002', version: 4, variant: 'thumb-256', action: 'print' },
      now + 1000,
    )
    for (const field of ['hat', 'document', 'version', 'variant', 'action', 'kid', 'iat', 'exp', 'nonce', 'sig'] as const) {
      const swapped = { ...link, [field]: other[field] }
      expect(use(linkAddress(swapped)), field).toBe('bad_mac')
    }
    expect(use(link.address)).toBe('ok')
  })

  it('is refused with its parameters in another order, repeated, missing, unknown or encoded', () => {
    const [path = '', query = ''] = address.split('?')
    const parts = query.split('&')
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: 1 }), (order) => {
        if (order.join('&') !== query) expect(use(`${path}?${order.join('&')}`)).toBe('malformed')
      }),
    )
    for (const part of parts) {
      expect(use(`${address}&${part}`)).toBe('malformed')
      expect(use(`${path}?${part}&${query}`)).toBe('malformed')
    }
    const spelled = [
      `${address}&x=1`, `${address}#x`, `${address} `, `${address}\n`, ` ${address}`, `${address}=`, `${address}&`,
      address.replace('orig', '%6frig'), address.replace('orig', 'ORIG'), address.replace('?', '/?'), address.replace('/v1', '//v1'),
      address.replace('/v1/', '/v1/./'), address.replace('a=i', 'a=%69'), address.replace('k=7', 'k=07'), address.replace('k=7', 'k=+7'),
      address.replace(target.hat, target.hat.toUpperCase()), address.replace(target.hat, `{${target.hat}}`), address.replaceAll('-', '%2D'),
      `https://${binding.host}${address}`, address.replace('/3/', '/3.0/'), address.replace('orig', 'page-0-1600'),
    ]
    for (const spelling of spelled) expect(use(spelling), spelling).toBe('malformed')
  })

  it('is refused with the idle bits of its last character set', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(address.at(-1)!)
    for (const bits of [1, 2, 3]) expect(use(address.slice(0, -1) + alphabet[last ^ bits])).toBe('bad_mac')
  })
})

describe('signing', () => {
  it('takes no field that could hold a line break', () => {
    const bad = [{ hat: `${target.hat}\nx` }, { document: 'x' }, { version: 0 }, { version: 1.5 }, { variant: 'orig\norig' }]
    for (const change of bad) expect(() => issueLink(ring, binding, { ...target, ...change }, now)).toThrow('signed link')
    expect(() => issueLink(ring, { ...binding, host: 'a\nb' }, target, now)).toThrow('signed link')
    expect(() => issueLink(ring, { ...binding, practice: 'p' }, target, now)).toThrow('signed link')
  })
})

describe('a key ring', () => {
  it('is refused when it could not work', () => {
    const key = Buffer.alloc(32)
    expect(() => keyRing([])).toThrow('empty')
    expect(() => keyRing([{ kid: 1, key: Buffer.alloc(31) }])).toThrow('32 bytes')
    expect(() => keyRing([{ kid: 1, key }, { kid: 1, key }])).toThrow('twice')
    expect(() => keyRing([{ kid: 0, key }])).toThrow('no key number')
    expect(keyRing([{ kid: 2, key }, { kid: 1, key }]).active).toBe(2)
  })
})
