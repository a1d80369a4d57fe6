import { PageHead } from '@/components/layout/page-head'

/** Wrong, used and run out are one answer. */
export default function NotFound() {
  return <PageHead title="This link does not work" lead="It may have been used, replaced by a newer one, or run out." />
}
