import 'server-only'
import { nothing } from '@/lib/access/audit'
import { query } from '@/lib/access/operation'
import { look } from '@/lib/join/look'
import { acceptsForOneself, holdsTheLink } from '@/lib/join/policy'
import { ofLink } from '@/lib/join/schema'

/** What a link shows: a practice's name; and once the code was right, for whom it is. It uses nothing up. */
export const showInvitation = query({
  name: 'invitations.show',
  as: 'visitor',
  input: ofLink,
  allow: holdsTheLink,
  closedBy: [],
  run: ({ db, input }) => look(db, input.token),
  audit: nothing('a link that is looked at does nothing'),
})

/** The same for somebody who is signed in and about to accept. */
export const showInvitationToMe = query({
  name: 'invitations.showToMe',
  as: 'person',
  input: ofLink,
  allow: acceptsForOneself,
  closedBy: [],
  run: async ({ db, input, principal }) => ({ ...(await look(db, input.token)), me: principal.personName }),
  audit: nothing('a link that is looked at does nothing'),
})
