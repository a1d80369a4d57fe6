import 'server-only'
import { env } from '@/lib/platform/env'
import type { Letter } from '@/lib/platform/letter'

/** A recovery code was used: its owner should know how many are left, and somebody else's use should be noticed. */
export function recoveryCodeUsed(to: string, left: number, language: string): Letter {
  const where = `${env().ENAMEL_ORIGIN}/account/factors`
  return language === 'es'
    ? { kind: 'recovery_code_used', to, subject: 'Se ha usado un código de recuperación', text: `Se ha entrado en su cuenta de Enamel con un código de recuperación. Le quedan ${left}.\n\nPuede crear otros aquí, después de entrar:\n${where}\n\nSi no ha sido usted, cambie su contraseña ahora mismo y avise a su consulta.` }
    : { kind: 'recovery_code_used', to, subject: 'A recovery code was used', text: `Somebody signed in to your Enamel account with a recovery code. You have ${left} left.\n\nAfter signing in you can make new ones here:\n${where}\n\nIf it was not you, change your password at once and tell your practice.` }
}
