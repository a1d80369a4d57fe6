import { Checkbox } from '@/components/ui/checkbox'
import { CodeField } from '@/components/ui/code-input'
import { FileDrop } from '@/components/ui/file-drop'
import { FormError } from '@/components/ui/form-error'
import { TextField } from '@/components/ui/input'
import { PasswordField } from '@/components/ui/password-input'
import { RadioGroup } from '@/components/ui/radio-group'
import { SelectField } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { Switch } from '@/components/ui/switch'
import { TextareaField } from '@/components/ui/textarea'
import { Specimen } from './specimen'

const categories = [
  { value: 'radiograph', label: 'Radiograph' },
  { value: 'letter', label: 'Letter' },
]

export function Fields({ mode }: { mode: string }) {
  const phone = `${mode}-phone`
  return (
    <Specimen name="Fields">
      <FormError
        title="Not saved yet"
        errors={['Two things need mending. What you typed is still there.']}
        fields={[{ id: phone, label: 'Telephone', errors: ['Give a number with its area code.'] }]}
      />
      <form className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
        <TextField label="Family name" name={`${mode}-family`} defaultValue="Lindqvist" autoComplete="off" />
        <TextField
          id={phone}
          label="Telephone"
          name={phone}
          hint="So that the desk can read a code to the patient."
          defaultValue="555 01"
          errors={['Give a number with its area code.']}
          autoComplete="off"
        />
        <SelectField label="Category" name={`${mode}-category`} options={categories} placeholder="Choose a category" />
        <PasswordField label="Password" name={`${mode}-password`} hint="15 characters or more; spaces are welcome." autoComplete="off" />
        <CodeField label="Code from the desk" name={`${mode}-code`} defaultValue="402917" />
        <CodeField label="Your PIN" name={`${mode}-pin`} secret defaultValue="123456" />
        <TextareaField label="Note to the patient" name={`${mode}-note`} optional="optional" className="sm:col-span-2" rows={3} />
        <RadioGroup
          legend="When it is released"
          name={`${mode}-rule`}
          defaultValue="reviewed"
          options={[
            { value: 'filing', label: 'As soon as it is filed' },
            { value: 'reviewed', label: 'Once the dentist has reviewed it', hint: 'The review is the recorded reason.' },
            { value: 'never', label: 'Never by itself' },
          ]}
        />
        <div>
          <Checkbox label="This is my own phone" hint="Stays signed in for 90 days." name={`${mode}-own`} defaultChecked />
          <Checkbox label="I have read it" name={`${mode}-read`} errors={['Tick this to go on.']} />
          <Switch label="Documents open to patients" hint="Off closes them at once, links included." name={`${mode}-open`} defaultChecked />
          <Switch label="Writing" name={`${mode}-write`} />
        </div>
        <FileDrop label="Drop files here or choose them" hint="PDF, JPEG or PNG, 50 MB each" name={`${mode}-file`} className="sm:col-span-2" />
        <div>
          <SubmitButton pendingLabel="Saving…">Save</SubmitButton>
        </div>
      </form>
    </Specimen>
  )
}
