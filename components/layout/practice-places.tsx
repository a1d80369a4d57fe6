import type { ReactNode } from 'react'
import { CalendarDays, FileInput, FileUp, Monitor, ScanEye, Settings, ShieldAlert, UserCog, Users } from 'lucide-react'
import type { Words } from './words'

export type PracticePlace = 'today' | 'patients' | 'to-file' | 'upload' | 'history' | 'privacy' | 'members' | 'workstations' | 'settings'

type Entry = { place: PracticePlace; href: string; label: string; icon: ReactNode }

/** The rail's places in order: the day's work, then what the practice itself looks after. */
export function practicePlaces(base: string, say: Words): { work: Entry[]; office: Entry[] } {
  const entry = (place: PracticePlace, path: string, label: string, icon: ReactNode): Entry => ({ place, href: `${base}${path}`, label, icon })
  return {
    work: [
      entry('today', '', say.today, <CalendarDays aria-hidden="true" />),
      entry('patients', '/patients', say.patients, <Users aria-hidden="true" />),
      entry('to-file', '/to-file', say.toFile, <FileInput aria-hidden="true" />),
      entry('upload', '/upload', say.upload, <FileUp aria-hidden="true" />),
    ],
    office: [
      entry('history', '/history', say.history, <ScanEye aria-hidden="true" />),
      entry('privacy', '/privacy', say.privacy, <ShieldAlert aria-hidden="true" />),
      entry('members', '/members', say.members, <UserCog aria-hidden="true" />),
      entry('workstations', '/workstations', say.workstations, <Monitor aria-hidden="true" />),
      entry('settings', '/settings', say.settings, <Settings aria-hidden="true" />),
    ],
  }
}
