import { Badge } from '@/components/ui/badge'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Progress } from '@/components/ui/progress'
import { Prose } from '@/components/ui/prose'
import { QrCode } from '@/components/ui/qr-code'
import { Skeleton } from '@/components/ui/skeleton'
import { Specimen } from './specimen'

export function Says() {
  return (
    <>
      <Specimen name="Banners">
        <Banner title="Documents ask again in two minutes">You have been away for a while.</Banner>
        <Banner tone="success" title="Released to Maya Lindqvist" />
        <Banner tone="warning" title="Documents are closed" action={<Button size="sm" variant="secondary">Reopen</Button>}>
          Dr. Okafor closed them at 09:41. Appointments go on.
        </Banner>
        <Banner tone="danger" title="The file did not arrive whole">
          Nothing was stored. Upload it again; the title and category you chose are kept.
        </Banner>
        <div className="flex flex-wrap gap-2">
          <Badge>Front desk</Badge>
          <Badge tone="violet">Your account</Badge>
          <Badge tone="sound">Active</Badge>
          <Badge tone="watch">Invited</Badge>
          <Badge tone="pink">Allergy: latex</Badge>
        </div>
      </Specimen>
      <Specimen name="Waiting and nothing">
        <Progress label="bitewing-left.jpg" value={37} detail="3.1 of 8.4 MB" />
        <Progress label="Being checked" />
        <Skeleton label="Fetching documents" />
        <EmptyState title="No documents yet" action={<Button>Upload</Button>}>
          What the practice releases to you will stand here.
        </EmptyState>
      </Specimen>
      <Specimen name="Text and code">
        <div className="flex flex-wrap items-start gap-10">
          <Prose className="flex-1 basis-72">
            <h4>What stays on record</h4>
            <p>
              Each opening is <strong>written down first</strong>. Nobody at the practice can take a line out.
            </p>
            <ul>
              <li>who, under which role</li>
              <li>what, and when</li>
            </ul>
          </Prose>
          <QrCode value="http://localhost:3000/join/invented-invitation" label="Invented invitation" className="w-44" />
        </div>
      </Specimen>
    </>
  )
}
