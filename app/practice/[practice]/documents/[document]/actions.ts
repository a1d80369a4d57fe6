'use server'

import { action } from '@/lib/access/action'
import { fileDocument, releaseDocument, reviewDocument, withdrawDocument } from '@/lib/documents/commands'

export const file = action(fileDocument)
export const release = action(releaseDocument)
export const review = action(reviewDocument)
export const withdraw = action(withdrawDocument)
