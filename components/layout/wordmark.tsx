import { cn } from '@/components/ui/cn'
import { BrandMark } from '@/components/ui/brand-mark'
import { TextLink } from '@/components/ui/text-link'

/** The name of the product and the way home. */
export function Wordmark({ label, href = '/', narrow = false }: { label: string; href?: string | undefined; /** On a phone the mark alone. */ narrow?: boolean }) {
  return (
    <TextLink look="plain" href={href} aria-label={label} className="inline-flex min-h-11 shrink-0 items-center gap-2">
      <BrandMark className="size-7" />
      <span className={cn('font-name text-[1.5rem]/[1] font-medium tracking-[-0.02em]', narrow && 'max-sm:hidden')}>Enamel</span>
    </TextLink>
  )
}
