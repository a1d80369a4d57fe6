import 'server-only'
import { seal, unseal } from '@/lib/platform/seal'

/**
 * A letter on its way out. It never holds health data: a notice says that something is there, and where to look after
 * signing in. The text is made when it is written, in the person's language.
 */
export type Letter = {
  /** For the operator's figures: `invitation`, `password_reset`, `session_ended` … */
  kind: string
  to: string
  subject: string
  text: string
}

/** The outbox keeps letters sealed: one may carry a one-use link. */
export function sealLetter(letter: Letter): Buffer {
  return seal('letter', letter.kind, JSON.stringify(letter))
}

export function openLetter(kind: string, sealed: Buffer): Letter {
  return JSON.parse(unseal('letter', kind, sealed)) as Letter
}
