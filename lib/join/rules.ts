/** PINs that a thief would try first: one digit, a run up or down, a pair or a triple repeated. */
export function isWeakPin(pin: string): boolean {
  const digits = [...pin].map(Number)
  const step = (by: number) => digits.every((digit, at) => at === 0 || digit === ((digits[at - 1] ?? 0) + by + 10) % 10)
  return step(0) || step(1) || step(-1) || /^(..)\1\1$/.test(pin) || /^(...)\1$/.test(pin)
}
