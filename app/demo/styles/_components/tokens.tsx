import { Specimen } from './specimen'

const swatches = [
  ['page', 'bg-page'], ['sheet', 'bg-sheet'], ['well', 'bg-well'], ['line', 'bg-line'], ['line-strong', 'bg-line-strong'],
  ['ink', 'bg-ink'], ['ink-soft', 'bg-ink-soft'], ['ink-faint', 'bg-ink-faint'], ['act', 'bg-act'], ['rail', 'bg-rail'],
  ['violet', 'bg-violet'], ['violet-wash', 'bg-violet-wash'], ['pink', 'bg-pink'], ['pink-mark', 'bg-pink-mark'],
  ['pink-wash', 'bg-pink-wash'], ['watch', 'bg-watch'], ['watch-wash', 'bg-watch-wash'], ['sound', 'bg-sound'], ['sound-wash', 'bg-sound-wash'],
] as const

export function Tokens() {
  return (
    <>
      <Specimen name="Colour">
        <ul className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4 lg:grid-cols-6">
          {swatches.map(([name, look]) => (
            <li key={name} className="text-micro text-ink-soft">
              <span className={`mb-1 block h-12 rounded-crown border border-line ${look}`} />
              {name}
            </li>
          ))}
        </ul>
      </Specimen>
      <Specimen name="Type">
        <p className="font-name text-display tracking-[-0.03em]">Maya Lindqvist</p>
        <p className="font-name text-title">Bitewing radiographs, left side</p>
        <p className="font-name text-heading">Treatment plan, upper molars</p>
        <p className="text-lead text-ink-soft">A lead sentence says what the page is for.</p>
        <p>Body text is 17 px Hanken Grotesk. Figures stand in columns: 1,204.50 and 0,987.15.</p>
        <p className="text-small text-ink-soft">Small, for tables and hints. <span className="text-ink-faint">Faint, for labels.</span></p>
        <p className="text-micro text-ink-soft">Micro, for column heads and times, 09:41.</p>
      </Specimen>
    </>
  )
}
