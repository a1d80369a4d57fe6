import type { FolderUpload } from '@/lib/folders/schema'

/**
 * What a program needs to know of its upload. `kept`: the vault has the whole, has looked through it, and answers for it, so that
 * the copy may go. While a scanner looks, or a person must decide, and while what rests is damaged, the copy stays.
 */
export function stateOf(state: string): FolderUpload['state'] {
  switch (state) {
    case 'receiving': return 'receiving'
    // Shredded: kept, and ended since by somebody of the practice.
    case 'ready':
    case 'shredded': return 'kept'
    case 'rejected': return 'refused'
    case 'expired': return 'over'
    default: return 'checking'
  }
}

/** The credential in one line: whose it is, and the secret. */
export const credentialOf = (folder: string, token: string) => `folder.${folder}.${token}`
