import type { ReactNode } from 'react'

/** One group of specimens under its name. */
export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-12 gap-y-4 border-t border-line py-8 lg:grid-cols-[10rem_1fr]">
      <h3 className="text-small text-ink-faint">{name}</h3>
      <div className="min-w-0 space-y-6">{children}</div>
    </section>
  )
}
