/** The part of conform's FieldMetadata that our fields use. */
type ConformField = {
  id: string
  name: string
  errors?: string[] | undefined
  defaultValue?: string | undefined
  required?: boolean | undefined
}

/**
 * Props of a conform field for any of our fields: `<TextField key={f.key} {...fieldProps(f)} label="…" />`.
 * The key stays outside because React refuses one inside a spread.
 */
export function fieldProps(field: ConformField) {
  return {
    id: field.id,
    name: field.name,
    errors: field.errors,
    defaultValue: field.defaultValue,
    required: field.required,
  }
}
