import { words, type Lang } from './words'

/** Stands on every page of the demo, so that nobody takes an invented record for somebody's. */
export function DemoRibbon({ lang }: { lang: Lang }) {
  return (
    <aside aria-label={words(lang).demoLabel} className="bg-watch-wash px-4 py-1.5 text-center text-micro font-medium text-watch">
      {words(lang).demo}
    </aside>
  )
}
