import { Lock, Upload } from 'lucide-react'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { Menu, MenuGroup, MenuItem, MenuLink, MenuSeparator } from '@/components/ui/menu'
import { TextLink } from '@/components/ui/text-link'
import { Tooltip } from '@/components/ui/tooltip'
import { Specimen } from './specimen'
import { ToastSpecimen } from './toast-specimen'

export function Acts({ mode }: { mode: string }) {
  return (
    <>
      <Specimen name="Buttons and links">
        <div className="flex flex-wrap items-center gap-3">
          <Button>Release</Button>
          <Button variant="secondary" icon={<Upload aria-hidden="true" />}>
            Upload
          </Button>
          <Button variant="quiet">Cancel</Button>
          <Button variant="danger">Withdraw</Button>
          <Button loading>Saving…</Button>
          <Button disabled>Not yet</Button>
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Button size="sm" variant="secondary" icon={<Lock aria-hidden="true" />}>
            Lock
          </Button>
          <ButtonLink href="/help" size="lg" variant="secondary">
            A link as a button
          </ButtonLink>
          <TextLink href="/help">A link in a sentence</TextLink>
          <TextLink href="/help" look="quiet">
            A quiet link
          </TextLink>
          <span className="text-small text-ink-soft">
            Search with <Kbd>/</Kbd>
          </span>
        </div>
        <Button wide size="lg">
          Open the X-ray
        </Button>
      </Specimen>
      <Specimen name="Floating">
        <div className="flex flex-wrap items-center gap-3">
          <Dialog
            trigger={<Button variant="secondary">Dialog</Button>}
            title="Add a note"
            description="It will stand with the document and be seen by everybody who may open it."
            footer={
              <>
                <DialogClose render={<Button variant="quiet">Cancel</Button>} />
                <DialogClose render={<Button>Add note</Button>} />
              </>
            }
          >
            <TextField label="Note" name={`note-${mode}`} />
          </Dialog>
          <AlertDialog
            trigger={<Button variant="secondary">Question</Button>}
            title="Withdraw this X-ray?"
            description="Maya Lindqvist can no longer open it. That she could until now stays on record."
          >
            <Button variant="danger">Withdraw</Button>
          </AlertDialog>
          <Menu trigger={<Button variant="secondary">Menu</Button>} align="start">
            <MenuGroup label="Dr. Ifeoma Okafor">
              <MenuLink href="/help">Your account</MenuLink>
              <MenuItem>Lock this screen</MenuItem>
            </MenuGroup>
            <MenuSeparator />
            <MenuItem danger>Sign out</MenuItem>
          </Menu>
          <Tooltip trigger={<Button variant="secondary">Tooltip</Button>}>Also by pressing L twice</Tooltip>
          <ToastSpecimen />
        </div>
      </Specimen>
    </>
  )
}
