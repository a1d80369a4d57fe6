import type { FieldMetadata } from '@conform-to/react'
import { fieldProps } from '@/components/ui/field-props'
import { TextField } from '@/components/ui/input'
import { SelectField } from '@/components/ui/select'
import { TextareaField } from '@/components/ui/textarea'
import type { EditableField } from '@/lib/patients/rules'

/** What a form of a patient's identity sends: text, all of it, until the server has read it. */
export type IdentityInput = Record<EditableField, string>
export type IdentityFields = Record<EditableField, FieldMetadata<string>>

export const identityLabels: Record<EditableField, string> = {
  givenName: 'Given name', familyName: 'Family name', preferredName: 'Called', birthDate: 'Birth date', phone: 'Phone', email: 'E-mail',
  address: 'Address', language: 'Language', staffNote: 'Note for staff',
}

/** Who a patient is and how to reach her. */
export function IdentityFields({ fields, focus }: { fields: IdentityFields; focus?: boolean | undefined }) {
  const props = (name: EditableField) => ({ ...fieldProps(fields[name]), label: identityLabels[name] })
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField key={fields.givenName.key} {...props('givenName')} required maxLength={100} autoComplete="off" autoFocus={focus} />
        <TextField key={fields.familyName.key} {...props('familyName')} required maxLength={100} autoComplete="off" />
        <TextField key={fields.preferredName.key} {...props('preferredName')} optional="optional" hint="If not by the given name." maxLength={100} autoComplete="off" />
        <TextField key={fields.birthDate.key} {...props('birthDate')} required hint="3/14/1987, 1987-03-14 or Mar 14 1987." maxLength={40} autoComplete="off" inputMode="text" />
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField key={fields.phone.key} {...props('phone')} optional="optional" type="tel" maxLength={40} autoComplete="off" />
        <TextField key={fields.email.key} {...props('email')} optional="optional" type="email" maxLength={254} autoComplete="off" />
      </div>
      <TextareaField key={fields.address.key} {...props('address')} optional="optional" rows={2} maxLength={300} autoComplete="off" />
      <SelectField
        key={fields.language.key}
        {...props('language')}
        hint="For letters and the portal."
        options={[{ value: 'en', label: 'English' }, { value: 'es', label: 'Spanish' }]}
        className="max-w-56"
      />
      <TextareaField key={fields.staffNote.key} {...props('staffNote')} optional="optional" hint="Patients never see this. Allergies and illnesses belong among the alerts." rows={2} maxLength={2000} />
    </>
  )
}
