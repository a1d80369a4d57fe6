'use client'

import { useSyncExternalStore } from 'react'
import { formatMoment } from '@/lib/format/dates'
import { useLang } from './speaking'

const never = () => () => {}
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** An instant on the clock of whoever reads it; in UTC until the browser has told its zone, and where it has no script. */
export function LocalMoment({ at }: { at: Date }) {
  const lang = useLang()
  const zone = useSyncExternalStore(never, zoneHere, () => 'UTC')
  return <time dateTime={at.toISOString()}>{formatMoment(at, zone, lang)}</time>
}

/** Says whose clock it was. `local` names the zone in place of `{zone}`. */
export function LocalZone({ local, utc }: { local: string; utc: string }) {
  const zone = useSyncExternalStore(never, zoneHere, () => '')
  return zone ? local.replace('{zone}', zone.replaceAll('_', ' ')) : utc
}
