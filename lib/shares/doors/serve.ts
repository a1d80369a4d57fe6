import 'server-only'
import { perform } from '@/lib/access/perform'
import { serveDocument, type Way } from '@/lib/documents/doors/serve'
import { markedPage } from '@/lib/shares/mark'
import { redeemAsGuest } from '@/lib/shares/redeem'
import { now } from '@/lib/platform/clock'
import { asResponse } from '@/lib/vault/content-length'

/** A guest's way: the same one function, under her cookie, and a page never without her name across it. */
const guests: Way = {
  subject: 'G',
  reader: ({ guest }) => guest,
  redeem: async (caller, link) => {
    const { guest, ...found } = await perform(redeemAsGuest, caller, { share: link.hat }, { link })
    if (link.variant === 'orig') return found
    try {
      return { ...found, ...(await markedPage(found, guest, now())) }
    } catch (error) {
      found.dek.fill(0)
      throw error
    }
  },
  again: (link) => `/v1/e/${link.hat}/${link.document}${link.variant === 'orig' ? '' : `?page=${link.variant.split('-')[1]}`}`,
}

export async function sharedResponse(request: Request): Promise<Response> {
  return asResponse(await serveDocument(request, guests))
}
