import { TextLink } from './text-link'

type Props = { label: string; items: readonly { label: string; href?: string | undefined; lang?: string | undefined }[] }

/** Where this page hangs. The last item is the page itself and is no link. */
export function Breadcrumbs({ label, items }: Props) {
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-2 text-small text-ink-faint">
        {items.map((item, i) => (
          <li key={`${i}${item.label}`} className="flex items-center gap-x-2">
            {i > 0 ? (
              <span aria-hidden="true" className="text-line-strong">
                /
              </span>
            ) : null}
            {item.href ? (
              <TextLink look="plain" href={item.href} className="inline-block py-1 hover:text-ink hover:underline">
                {item.label}
              </TextLink>
            ) : (
              <span aria-current="page" lang={item.lang} className="py-1 text-ink-soft">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
