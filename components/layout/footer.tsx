import { Chooser } from '@/components/ui/chooser'
import { cn } from '@/components/ui/cn'
import { TextLink } from '@/components/ui/text-link'
import { LanguageSwitch } from './language-switch'
import { TextSizes } from './text-size'
import { words, type Prefs } from './words'

type Props = Prefs & { className?: string | undefined }

/** The foot of every page: a way to be heard, the security page, and how this page looks and speaks. */
export function Footer({ lang, theme, size, className }: Props) {
  const say = words(lang)
  const link = 'inline-flex min-h-11 items-center underline decoration-line-strong underline-offset-[0.25em] hover:text-ink'
  return (
    <footer className={cn('no-print text-small text-ink-soft', className)}>
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-1 border-t border-line py-4">
        <div className="flex flex-wrap items-center gap-x-6">
          <TextLink look="plain" href="/help" className={cn(link, 'font-semibold text-ink')}>
            {say.somethingWrong}
          </TextLink>
          <TextLink look="plain" href="/security" className={link}>
            {say.security}
          </TextLink>
        </div>
        <div className="flex min-w-0 flex-wrap items-center gap-x-5 gap-y-1">
          <Chooser
            label={say.theme}
            cookie="enamel-theme"
            value={theme}
            options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: say.themes[value] }))}
          />
          <TextSizes lang={lang} size={size} />
          <LanguageSwitch lang={lang} />
        </div>
      </div>
    </footer>
  )
}
