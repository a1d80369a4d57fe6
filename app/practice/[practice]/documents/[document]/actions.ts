'use server'

import { action } from '@/lib/access/action'
import { fileDocument, releaseDocument, reviewDocument, withdrawDocument } from '@/lib/documents/commands'
import { decideHeld } from '@/lib/documents/holding'

export const decide = action(decideHeld, { fresh: true })
export const file = action(fileDocument, { fresh: true })
export const release = action(releaseDocument, { fresh: true })
export const review = action(reviewDocument, { fresh: true })
export const withdraw = action(withdrawDocument, { fresh: true })
