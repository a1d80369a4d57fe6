type Param = string | string[] | undefined

/** One value of an address's query; a repeated one counts as none. */
export const one = (value: Param): string => (typeof value === 'string' ? value : '')

/** An id, where it is one: a mangled link shows the beginning of a list rather than an error. */
export const oneId = (value: Param): string | undefined =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(one(value)) ? one(value) : undefined

/** One of a list of words. */
export const oneOf = <T extends string>(value: Param, words: readonly T[]): T | undefined => words.find((word) => word === value)
