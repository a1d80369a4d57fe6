import { Banner } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button-link'
import { arrivalWords } from '@/lib/documents/rules'

export const metadata = { title: 'The file was not taken' }

/** Where a browser without JavaScript lands when a file is refused. */
export default async function Page({ params, searchParams }: PageProps<'/practice/[practice]/upload-failed'>) {
  const [{ practice }, { why }] = await Promise.all([params, searchParams])
  return (
    <div className="max-w-prose space-y-6">
      <h1 className="font-name text-title">The file was not taken</h1>
      <Banner tone="danger">{arrivalWords(typeof why === 'string' ? why : '')}</Banner>
      <p>Nothing was kept. Go back with your browser to the patient’s page and choose the file again.</p>
      <ButtonLink variant="secondary" href={`/practice/${practice}/patients`}>To the patients</ButtonLink>
    </div>
  )
}
