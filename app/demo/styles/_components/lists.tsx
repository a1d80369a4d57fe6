import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { DescriptionList } from '@/components/ui/description-list'
import { Pagination } from '@/components/ui/pagination'
import { TabLinks } from '@/components/ui/tab-links'
import { Papers } from './papers'
import { Specimen } from './specimen'

export function Lists({ mode }: { mode: string }) {
  return (
    <>
      <Specimen name="Table">
        <Papers />
        <Pagination newer="/demo/styles" older="/demo/styles" words={{ newer: 'Newer', older: 'Older', label: `Pages, ${mode}` }} />
      </Specimen>
      <Specimen name="Facts and ways">
        <Breadcrumbs label={`Breadcrumbs, ${mode}`} items={[{ label: 'Patients', href: '/demo/styles' }, { label: 'Maya Lindqvist' }]} />
        <TabLinks label={`Tabs, ${mode}`} tabs={[{ href: '/demo/styles', label: 'Documents', count: 14 }, { href: '/help', label: 'Contacts' }, { href: '/security', label: 'History' }]} />
        <DescriptionList
          items={[
            { term: 'Born', detail: '3 May 2016' },
            { term: 'Acted for by', detail: 'Karin Lindqvist, mother' },
            { term: 'Telephone', detail: '555 0142' },
          ]}
        />
      </Specimen>
    </>
  )
}
