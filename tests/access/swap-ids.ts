import type { z } from 'zod'

type Def = {
  type: string
  format?: string
  shape?: Record<string, z.core.$ZodType>
  innerType?: z.core.$ZodType
  element?: z.core.$ZodType
  in?: z.core.$ZodType
  out?: z.core.$ZodType
  left?: z.core.$ZodType
  right?: z.core.$ZodType
  valueType?: z.core.$ZodType
  options?: readonly z.core.$ZodType[]
  getter?: () => z.core.$ZodType
}

/** Names under which an id travels that is no UUID: a link's token, a passkey's credential id. */
const named = /^(id|token|passkey|credential|credentialId)$/

/**
 * The fields of an operation's input that can hold an id, as dotted paths: every UUID, every opaque value (a signed
 * link), and every text whose name says that it is one. Read from the schema, so that a new field is found by itself.
 */
export function idsOf(schema: z.core.$ZodType, path = ''): string[] {
  const def = schema._zod.def as unknown as Def
  const below = (next: z.core.$ZodType | undefined, more = '') => (next ? idsOf(next, path + more) : [])
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape ?? {}).flatMap(([key, value]) => idsOf(value, path ? `${path}.${key}` : key))
    case 'string':
      return def.format === 'uuid' || def.format === 'guid' || named.test(path.split('.').at(-1) ?? '') ? [path] : []
    case 'custom':
      // `z.instanceof`: bytes, made on this side of the wire.
      return schema._zod.bag['Class'] ? [] : [path]
    case 'array':
      return below(def.element, '.0')
    case 'record':
      return below(def.valueType, '.*')
    case 'union':
      return [...new Set((def.options ?? []).flatMap((option) => below(option)))]
    case 'intersection':
      return [...new Set([...below(def.left), ...below(def.right)])]
    case 'pipe':
      return [...new Set([...below(def.in), ...below(def.out)])]
    case 'lazy':
      return below(def.getter?.())
    default:
      return below(def.innerType)
  }
}
