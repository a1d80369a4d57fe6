import { TabLinks } from '@/components/ui/tab-links'

/** The pages of settings; whoever does not answer for the practice has only the first and needs no tabs. */
export function SettingsTabs({ practice, roles }: { practice: string; roles: readonly string[] }) {
  if (!roles.includes('owner') && !roles.includes('privacy_officer')) return null
  const here = `/practice/${practice}/settings`
  return (
    <div className="mb-8">
      <TabLinks
        label="Settings"
        tabs={[
          { href: here, label: 'Closing and opening' },
          { href: `${here}/practice`, label: 'The practice' },
          { href: `${here}/releases`, label: 'Release rules' },
          { href: `${here}/retention`, label: 'Retention' },
          { href: `${here}/storage`, label: 'Storage' },
          { href: `${here}/import`, label: 'Old documents' },
        ]}
      />
    </div>
  )
}
