import { createHash, randomBytes } from 'node:crypto'
import type { World } from './world'

type Wanted = { practice?: string; by?: string; ended?: boolean; computerEnded?: boolean; computer?: string }

const hash = (token: string) => createHash('sha256').update(token).digest()

/** A folder program's credential at a computer of the practice, and that computer's own cookie. Laid out by a superuser. */
export async function makeFolder(w: Pick<World, 'put' | 'a' | 'members'>, wanted: Wanted = {}) {
  const { practice = w.a.id, by = w.members.owner } = wanted
  const token = randomBytes(32).toString('base64url')
  const seat = randomBytes(32).toString('base64url')
  const workstation = wanted.computer ?? await w.put('workstation', {
    practice_id: practice, name: 'Front desk', token_hash: hash(seat), enrolled_by: by, ...(wanted.computerEnded ? { until_at: new Date(), ended_by: by } : {}),
  })
  const folder = await w.put('folder_program', {
    practice_id: practice, workstation_id: workstation, name: 'Scanner', token_hash: hash(token), made_by: by, made_by_name: 'Dr. Olive Owner',
    ...(wanted.ended ? { until_at: new Date(), ended_by: by, ended_by_name: 'Dr. Olive Owner' } : {}),
  })
  return { folder, token, workstation, seat }
}
