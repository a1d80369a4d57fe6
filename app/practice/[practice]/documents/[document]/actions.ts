'use server'

import { action } from '@/lib/access/action'
import { fileDocument, readdressDocument, releaseDocument, reviewDocument, withdrawDocument } from '@/lib/documents/commands'
import { putRight } from '@/lib/privacy/commands'
import { toDocument } from '../../paths'
import { decideHeld } from '@/lib/documents/holding'
import { discardUnfiled, moveUnfiled, returnToSender } from '@/lib/documents/to-file'

export const decide = action(decideHeld, { fresh: true })
export const file = action(fileDocument, { fresh: true })
export const release = action(releaseDocument, { fresh: true })
export const readdress = action(readdressDocument, { fresh: true })
export const review = action(reviewDocument, { fresh: true })
export const withdraw = action(withdrawDocument, { fresh: true })
export const move = action(moveUnfiled, { then: (done, hat) => (typeof hat === 'object' && 'practice' in hat ? `/practice/${hat.practice}/documents/${done.document}` : null) })
export const discard = action(discardUnfiled, { then: (_, hat) => (typeof hat === 'object' && 'practice' in hat ? `/practice/${hat.practice}/to-file?done=gone` : null) })
export const giveBack = action(returnToSender, { then: (_, hat) => (typeof hat === 'object' && 'practice' in hat ? `/practice/${hat.practice}/to-file?done=gone` : null) })
export const wrongPatient = action(putRight, { then: toDocument })
