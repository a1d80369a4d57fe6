import { fieldProps } from '@/components/ui/field-props'
import { TextField } from '@/components/ui/input'
import { SelectField } from '@/components/ui/select'
import { evidenceWords } from '@/lib/proxies/rules'
import { evidenceKinds } from '@/lib/proxies/schema'

type Field = Parameters<typeof fieldProps>[0] & { key?: string | undefined }

/** What was seen, and why; it stands on the record with the name of whoever saw it. */
export function EvidenceFields({ fields }: { fields: { evidenceKind: Field; evidence: Field; why: Field } }) {
  return (
    <>
      <SelectField key={fields.evidenceKind.key} {...fieldProps(fields.evidenceKind)} label="What you saw" required hint="It stands on the record with your name." options={[{ value: '', label: 'Choose' }, ...evidenceKinds.map((value) => ({ value, label: evidenceWords[value] }))]} />
      <TextField key={fields.evidence.key} {...fieldProps(fields.evidence)} label="Details" optional="optional" hint="Number and date of the document, or what the patient said." maxLength={300} autoComplete="off" />
      <TextField key={fields.why.key} {...fieldProps(fields.why)} label="Why" required hint="For the record, such as “brings her to every visit”." maxLength={300} autoComplete="off" />
    </>
  )
}
