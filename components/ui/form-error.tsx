import { Banner } from './banner'

type Props = {
  /** What is wrong with the form as a whole. */
  errors?: readonly string[] | undefined
  /** Errors at fields, each linked to its control by id. */
  fields?: readonly { id: string; label: string; errors?: readonly string[] | undefined }[] | undefined
  title: string
}

/** The summary above a form that came back. It is announced; what was typed is still in the fields. */
export function FormError({ errors = [], fields = [], title }: Props) {
  const bad = fields.filter((field) => field.errors && field.errors.length > 0)
  if (errors.length === 0 && bad.length === 0) return null
  return (
    <Banner tone="danger" title={title} live>
      {errors.map((error) => (
        <p key={error}>{error}</p>
      ))}
      {bad.length > 0 ? (
        <ul className="mt-1 list-none">
          {bad.map((field) => (
            <li key={field.id}>
              <a href={`#${field.id}`} className="inline-block py-1.5 underline underline-offset-[0.2em]">
                {field.label}
              </a>
              : {field.errors?.join(' ')}
            </li>
          ))}
        </ul>
      ) : null}
    </Banner>
  )
}
