import type { ReactNode } from 'react'
import { NavLink } from './nav-link'
import { practicePlaces, type PracticePlace } from './practice-places'
import type { Words } from './words'

type Props = {
  base: string
  say: Words
  /** Stands above the places, inside the same landmark. */
  head?: ReactNode
  show?: readonly PracticePlace[] | undefined
  counts?: Partial<Record<PracticePlace, number>> | undefined
}

const look =
  'flex min-h-11 items-center gap-3 rounded-tile px-3 text-small font-medium text-rail-soft transition-colors pointer-fine:min-h-10 ' +
  'hover:bg-rail-lit hover:text-rail-ink aria-[current]:bg-rail-lit aria-[current]:text-rail-ink [&_svg]:size-4.5 [&_svg]:shrink-0 ' +
  'aria-[current]:[&_svg]:text-rail-mark'

/** The places of the office, in two groups. */
export function PracticeRail({ base, say, head, show, counts = {} }: Props) {
  const groups = practicePlaces(base, say)
  return (
    <nav aria-label={say.main} className="flex flex-col gap-6">
      {head}
      {[groups.work, groups.office].map((group, i) => {
        const entries = group.filter(({ place }) => !show || show.includes(place))
        if (entries.length === 0) return null
        return (
          <ul key={i} aria-label={i === 1 ? say.practice : undefined} className="flex flex-col gap-0.5">
            {entries.map(({ place, href, label, icon }) => (
              <li key={place}>
                <NavLink href={href} exact={place === 'today'} className={look}>
                  {icon}
                  <span className="flex-1">{label}</span>
                  {counts[place] ? <span className="text-micro text-rail-ink">{counts[place]}</span> : null}
                </NavLink>
              </li>
            ))}
          </ul>
        )
      })}
    </nav>
  )
}
