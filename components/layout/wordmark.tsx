import { BrandMark } from '@/components/ui/brand-mark'
import { TextLink } from '@/components/ui/text-link'

/** The name of the product and the way home. */
export function Wordmark({ label, href = '/' }: { label: string; href?: string | undefined }) {
  return (
    <TextLink look="plain" href={href} aria-label={label} className="inline-flex min-h-11 items-center gap-2">
      <BrandMark className="size-7" />
      <span className="font-name text-[1.5rem]/[1] font-medium tracking-[-0.02em]">Enamel</span>
    </TextLink>
  )
}
