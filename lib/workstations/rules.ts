const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Which name somebody means who types how it begins, or how one of its words does. -1: none. */
export function startingWith(names: readonly string[], typed: string): number {
  const begin = plain(typed)
  const whole = names.findIndex((name) => plain(name).startsWith(begin))
  return whole === -1 ? names.findIndex((name) => plain(name).split(/[\s-]+/).some((word) => word.startsWith(begin))) : whole
}
