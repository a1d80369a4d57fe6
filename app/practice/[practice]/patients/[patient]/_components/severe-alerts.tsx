import { OctagonAlert } from 'lucide-react'
import { alertWords, type AlertKind } from '@/lib/patients/rules'
import type { Alert } from '@/lib/patients/schema'

/** What may do harm, before anything else on the page: a sign, the word, and the text, so that no colour has to be seen. */
export function SevereAlerts({ alerts }: { alerts: readonly Alert[] }) {
  const severe = alerts.filter((alert) => alert.severe && !alert.until)
  if (severe.length === 0) return null
  return (
    <section aria-label="Severe alerts" className="mb-7 rounded-tile border-2 border-pink bg-pink-wash px-4 py-3">
      <ul className="space-y-2">
        {severe.map(({ id, kind, text }) => (
          <li key={id} className="flex items-start gap-3">
            <OctagonAlert aria-hidden="true" strokeWidth={2.5} className="mt-0.5 size-7 shrink-0 text-pink" />
            <p className="min-w-0 text-heading font-semibold">
              <span className="text-pink">Severe {(alertWords[kind as AlertKind] ?? kind).toLowerCase()}:</span> {text}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
