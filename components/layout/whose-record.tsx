import { Avatar } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import { TextLink } from '@/components/ui/text-link'
import { words, type Lang } from './words'

type Props = {
  lang: Lang
  /** The person whose record is open. */
  name: string
  /** Whether the reader and that person are one. */
  self: boolean
  /** Why the reader is here: "You act for her as her mother". */
  relation?: string | undefined
  /** To the reader's other hats, where there are any. */
  switchHref?: string | undefined
}

/** Says whose record is open on every page of the portal; stained violet when it is somebody else's. */
export function WhoseRecord({ lang, name, self, relation, switchHref }: Props) {
  const say = words(lang)
  return (
    <div className={cn('flex items-center gap-3 px-5 py-2.5 sm:px-8 large:max-sm:flex-wrap', self ? 'border-b border-line' : 'bg-violet-wash')}>
      <span className="contents large:max-sm:hidden"><Avatar name={name} tone={self ? 'ink' : 'violet'} /></span>
      <p className="min-w-0 flex-1 text-micro text-ink-soft large:max-sm:basis-full">
        {self ? say.yourRecord : say.recordOf}
        <span className="block font-name text-name break-words text-ink">{name}</span>
        {relation ? <span className="block">{relation}</span> : null}
      </p>
      {switchHref ? (
        <TextLink href={switchHref} className="inline-flex min-h-11 shrink-0 items-center text-small font-semibold">
          {say.switchHat}
        </TextLink>
      ) : null}
    </div>
  )
}
