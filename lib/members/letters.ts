import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

/** Asks somebody to join a practice. The link shows and does nothing until its button is pressed. */
export function staffInvitation(to: string, token: string, practice: string, from: string, language: string): Letter {
  const link = `${env().ENAMEL_ORIGIN}/join/${token}`
  return language === 'es'
    ? {
        kind: 'staff_invitation', to, subject: `${practice} le invita a trabajar con Enamel`,
        text: `${from} le invita a formar parte de ${practice} en Enamel.\n\nAcepte aquí, una sola vez y en los próximos siete días:\n${link}\n\nSi no esperaba esta invitación, no tiene que hacer nada.`,
      }
    : {
        kind: 'staff_invitation', to, subject: `${practice} invites you to Enamel`,
        text: `${from} invites you to join ${practice} on Enamel.\n\nAccept here, once, within seven days:\n${link}\n\nIf you did not expect this, there is nothing you need to do.`,
      }
}
