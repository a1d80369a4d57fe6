import { WhoseRecord } from '@/components/layout/whose-record'
import { TextLink } from '@/components/ui/text-link'
import { Specimen } from './specimen'

export function Shells() {
  return (
    <Specimen name="Whose record">
      <p className="flex flex-wrap gap-x-5 text-small">
        {['portal', 'practice', 'account', 'focus', 'failed', 'forbidden', 'unauthorized'].map((shell) => (
          <TextLink key={shell} href={`/demo/styles/${shell}`} className="inline-flex min-h-11 items-center">
            {shell}
          </TextLink>
        ))}
      </p>
      <WhoseRecord lang="en" name="Karin Lindqvist" self switchHref="/demo/styles" />
      <WhoseRecord lang="en" name="Maya Lindqvist" self={false} relation="You act for her as her mother" switchHref="/demo/styles" />
    </Specimen>
  )
}
