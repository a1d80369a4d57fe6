import { createHash, randomBytes } from 'node:crypto'
import { codeHash } from '@/lib/auth/token'
import type { World } from './world'

type Wanted = {
  direction?: 'out' | 'in'
  documents?: string[]
  /** Of which patient; Anna where nothing is said. */
  patient?: string
  practice?: string
  by?: { as: 'staff' | 'patient'; hat: string }
  save?: boolean
  code?: string
  maxUses?: number
  ended?: boolean
  sessionOver?: boolean
}

const hash = (token: string) => createHash('sha256').update(token).digest()

/** A share or a request, and a guest of it: as if the right code had been typed. Laid out by a superuser. */
export async function makeShare(w: Pick<World, 'put' | 'a' | 'patients' | 'members' | 'database'>, wanted: Wanted = {}) {
  const { direction = 'out', documents = [], practice = w.a.id, patient = w.patients.anna, by = { as: 'staff', hat: w.members.owner } } = wanted
  const token = randomBytes(32).toString('base64url')
  const cookie = randomBytes(32).toString('base64url')
  const share = await w.put('share', {
    practice_id: practice, direction, patient_id: patient, recipient_name: 'Dr. Alba Reyes', purpose: 'for a second opinion', made_as: by.as, made_by: by.hat,
    made_by_name: by.as === 'staff' ? 'Dr. Olive Owner' : 'Anna Stone', token_hash: hash(token), code_hash: codeHash('share', wanted.code ?? '123456'),
    may_save: wanted.save ?? false, max_uses: wanted.maxUses ?? 3, from_at: new Date(Date.now() - 60_000), expires_at: new Date(Date.now() + 86_400_000),
    ...(wanted.ended ? { until_at: new Date(), ended_why: 'ended' } : {}),
  })
  for (const document of documents)
    await w.database.asSuperuser('insert into share_document (practice_id, share_id, document_id, version) values ($1, $2, $3, 1)', [practice, share, document])
  const session = await w.put('guest_session', {
    practice_id: practice, share_id: share, token_hash: hash(cookie), expires_at: new Date(Date.now() + (wanted.sessionOver ? -1000 : 1_800_000)),
  })
  return { share, token, cookie, session }
}
