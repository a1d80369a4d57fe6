import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

/** Invites to the portal. It names the practice and nobody's record; the code travels another way. */
export function patientInvitation(to: string, token: string, practice: string, language: string): Letter {
  const link = `${env().ENAMEL_ORIGIN}/join/${token}`
  return language === 'es'
    ? {
        kind: 'patient_invitation', to, subject: `Su acceso al portal de ${practice}`,
        text: `${practice} le invita a su portal para pacientes.\n\n1. Abra este enlace en los próximos siete días:\n${link}\n\n2. Escriba el código de seis cifras que la consulta le dirá en persona o por teléfono. No está en este mensaje, para que nadie más pueda usarlo.\n\nSi no esperaba esta invitación, no tiene que hacer nada.`,
      }
    : {
        kind: 'patient_invitation', to, subject: `Your access to the portal of ${practice}`,
        text: `${practice} invites you to its patient portal.\n\n1. Open this link within seven days:\n${link}\n\n2. Type the six-digit code that the practice tells you in person or by telephone. It is not in this message, so that nobody else can use it.\n\nIf you did not expect this, there is nothing you need to do.`,
      }
}
