import { cn } from './cn'

/** First letters of the first and last word of a name; the full name always stands beside it. */
export function initials(name: string): string {
  const words = name.replace(/^(Dr|Mr|Mrs|Ms|Dra?|Sra?)\.\s+/u, '').split(/\s+/).filter(Boolean)
  const first = words[0] ?? ''
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return [first, last].map((word) => Array.from(word)[0] ?? '').join('').toLocaleUpperCase()
}

type Props = { name: string; size?: 'sm' | 'md' | 'lg' | undefined; tone?: 'ink' | 'violet' | undefined }

const sizes = { sm: 'size-8 text-micro', md: 'size-10 text-small', lg: 'size-14 text-lead' }

/** Initials on a crown-shaped tile. Decorative, as the name is written beside it. */
export function Avatar({ name, size = 'md', tone = 'ink' }: Props) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'grid shrink-0 place-items-center rounded-[30%_30%_46%_46%] font-name font-medium tracking-wide',
        sizes[size],
        tone === 'violet' ? 'bg-violet text-on-violet' : 'bg-well text-ink-soft',
      )}
    >
      {initials(name)}
    </span>
  )
}
