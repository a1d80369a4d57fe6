'use client'

import { useEffect } from 'react'

/**
 * Says that a chart was left, so that what a scanner brings afterwards is not proposed for that patient. Where no script runs, or
 * the tab is closed, it is forgotten after ten minutes all the same.
 */
export function ChartLeft({ practice, patient }: { practice: string; patient: string }) {
  useEffect(() => () => {
    // The address has not changed yet while the page is taken down, and not at all where it is only drawn anew.
    setTimeout(() => {
      if (location.pathname.startsWith(`/practice/${practice}/patients/${patient}`)) return
      void fetch(`/api/workstations/${practice}/left`, {
        method: 'POST', keepalive: true, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ patient }),
      }).catch(() => undefined)
    }, 200)
  }, [practice, patient])
  return null
}
