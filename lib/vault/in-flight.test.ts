import { describe, expect, it } from 'vitest'
import { inFlight } from './in-flight'

describe('bytes in flight', () => {
  it('gives what is wanted while there is room, single segments under pressure, and all of it back', () => {
    const flight = inFlight(1000, 10)
    const [one, two, three] = [flight.lease(), flight.lease(), flight.lease()]
    expect(one.next(40)).toBe(40)
    expect(two.next(10)).toBe(10)
    expect(three.next(4)).toBe(1)
    expect(flight.used).toBe(510)
    one.end()
    one.end()
    expect(three.next(4)).toBe(4)
    expect(flight.used).toBe(140)
    two.end()
    three.end()
    expect(flight.used).toBe(0)
  })

  it('lets no further body begin when it is full, and those begun go on', () => {
    const flight = inFlight(20, 10)
    const [one, two, three] = [flight.lease(), flight.lease(), flight.lease()]
    one.next(1)
    expect(flight.hasRoom()).toBe(true)
    two.next(1)
    expect(flight.hasRoom()).toBe(false)
    expect(three.next(4)).toBe(1)
    three.end()
    one.end()
    expect(flight.hasRoom()).toBe(true)
  })
})
