import type { FormEvent } from 'react'

/**
 * React empties a form whenever its action has run, also when the answer was a refusal. `onReset={keepTyped(refused)}`
 * lets it do so after a success alone; of a refused form only passwords, PINs and codes are taken out.
 */
export function keepTyped(refused: boolean) {
  return (event: FormEvent<HTMLFormElement>) => {
    if (!refused || event.target !== event.currentTarget) return
    event.preventDefault()
    for (const field of event.currentTarget.elements)
      if (field instanceof HTMLInputElement && (field.type === 'password' || /password|one-time-code/.test(field.autocomplete))) field.value = ''
  }
}
