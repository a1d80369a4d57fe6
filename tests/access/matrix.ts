import type { Role } from '@/lib/access/principal'

/**
 * Who may do what, operation by operation. This page is the security review: a new operation without a row fails the
 * test, and a row that its policy does not keep fails it too.
 *
 * - staff operations: the roles that may. Every other role is `forbidden`.
 * - `patient`: every portal hat, for the record of that hat. `self`: only the patient's own. `proxy`: only who acts for her.
 * - `person`: whoever has a live session. `visitor`: anybody.
 * - `stepUp`: only within ten minutes of a confirmation; `full`: and never in a session that a workstation's PIN opened.
 * - `locked`: also while the session is locked.
 * - `closed`: what containment closes it.
 */
export type Row = {
  who: 'visitor' | 'person' | 'patient' | 'self' | 'proxy' | readonly Role[]
  stepUp?: true | 'full'
  locked?: true
  closed: readonly ('documents' | 'portal' | 'writes')[]
}

const all: Role[] = ['owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing']
const files: Role[] = ['owner', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing']
const releases: Role[] = ['owner', 'privacy_officer', 'dentist', 'hygienist', 'front_desk']
const invites: Role[] = ['owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk']
const answers: Role[] = ['owner', 'privacy_officer', 'front_desk']
const deletes: Role[] = ['owner', 'privacy_officer', 'dentist']
const watches: Role[] = ['owner', 'privacy_officer']

export const matrix: Record<string, Row> = {
  'documents.list': { who: all, closed: [] },
  'documents.limits': { who: all, closed: [] },
  'documents.to_file': { who: all, closed: [] },
  'documents.show': { who: all, closed: [] },
  'documents.link': { who: all, closed: [] },
  'documents.redeem': { who: all, closed: [] },
  'documents.arrive': { who: files, closed: ['writes'] },
  'documents.arrived': { who: files, closed: [] },
  'documents.arrival_failed': { who: files, closed: [] },
  'documents.waiting': { who: all, closed: [] },
  'documents.arriving': { who: all, closed: [] },
  'documents.decide_held': { who: ['owner', 'privacy_officer', 'dentist'], closed: ['writes'] },
  'documents.upload_state': { who: files, closed: [] },
  'documents.upload_turn': { who: files, closed: ['writes'] },
  'documents.upload_cancel': { who: files, closed: [] },
  'documents.move_unfiled': { who: files, closed: ['writes'] },
  'documents.discard_unfiled': { who: files, closed: ['writes'] },
  'documents.return': { who: files, closed: ['writes'] },
  'documents.file': { who: files, closed: ['writes'] },
  'documents.review': { who: ['dentist'], closed: ['writes'] },
  'documents.release': { who: releases, closed: ['writes'] },
  'documents.readdress': { who: releases, closed: ['writes'] },
  'documents.wrong_patient': { who: releases, stepUp: true, closed: [] },
  'releases.choose': { who: releases, stepUp: true, closed: [] },
  'releases.together': { who: releases, stepUp: true, closed: ['writes'] },
  'releases.leave_held': { who: releases, closed: ['writes'] },
  'releases.left': { who: all, closed: [] },
  'releases.unopened': { who: all, closed: [] },
  'privacy.prepare': { who: releases, stepUp: true, closed: [] },
  'privacy.list': { who: watches, closed: [] },
  'privacy.count': { who: watches, closed: [] },
  'privacy.show': { who: watches, closed: [] },
  'privacy.of_document': { who: all, closed: [] },
  'privacy.note': { who: watches, closed: [] },
  'privacy.close': { who: watches, closed: [] },
  'documents.withdraw': { who: releases, closed: [] },
  'documents.correct': { who: files, closed: ['writes'] },
  'documents.kept': { who: all, closed: [] },

  'deletion.list': { who: deletes, closed: [] },
  'deletion.delete': { who: deletes, stepUp: true, closed: ['writes'] },
  'deletion.restore': { who: deletes, closed: ['writes'] },
  'retention.rules': { who: watches, closed: [] },
  'retention.saveRules': { who: ['owner'], stepUp: true, closed: ['writes'] },
  'retention.due': { who: watches, closed: [] },
  'retention.confirm': { who: watches, stepUp: 'full', closed: ['writes'] },
  'retention.holdsOfPatient': { who: all, closed: [] },
  'retention.placeHold': { who: watches, closed: [] },
  'retention.endHold': { who: watches, stepUp: true, closed: ['writes'] },
  'quota.level': { who: watches, closed: [] },
  'quota.show': { who: watches, closed: [] },
  'quota.recheck': { who: watches, closed: [] },

  'portal.frame': { who: 'patient', closed: [] },
  'portal.documents.list': { who: 'patient', closed: ['documents', 'portal'] },
  'portal.documents.show': { who: 'patient', closed: ['documents', 'portal'] },
  'portal.documents.link': { who: 'patient', closed: ['documents', 'portal'] },
  'portal.documents.redeem': { who: 'patient', closed: ['documents', 'portal'] },
  'portal.send.begin': { who: 'patient', closed: ['documents', 'portal', 'writes'] },
  'portal.send.state': { who: 'patient', closed: ['documents', 'portal', 'writes'] },
  'portal.send.turn': { who: 'patient', closed: ['documents', 'portal', 'writes'] },
  'portal.send.complete': { who: 'patient', closed: [] },
  'portal.send.failed': { who: 'patient', closed: [] },
  'portal.send.cancel': { who: 'patient', closed: [] },
  'portal.send.take_back': { who: 'patient', closed: ['portal'] },
  'portal.send.list': { who: 'patient', closed: ['documents', 'portal'] },
  'portal.looks': { who: 'patient', closed: ['portal'] },
  'portal.visits': { who: 'patient', closed: ['portal'] },

  'people.list': { who: 'patient', closed: ['portal'] },
  'people.invite': { who: 'self', stepUp: true, closed: ['portal', 'writes'] },
  'people.revoke': { who: 'self', closed: [] },
  'people.narrow': { who: 'self', closed: [] },
  'people.end': { who: 'self', closed: [] },
  'people.giveUp': { who: 'proxy', closed: [] },
  'people.finishTask': { who: 'proxy', closed: ['portal'] },

  'patients.list': { who: all, closed: [] },
  'patients.search': { who: all, closed: [] },
  'patients.open': { who: all, closed: [] },
  'patients.propose': { who: files, closed: [] },
  'patients.create': { who: files, closed: ['writes'] },
  'patients.update': { who: files, closed: ['writes'] },
  'patients.archive': { who: ['owner', 'dentist', 'front_desk'], closed: ['writes'] },
  'patients.unarchive': { who: ['owner', 'dentist', 'front_desk'], closed: ['writes'] },
  'patients.addContact': { who: files, closed: ['writes'] },
  'patients.endContact': { who: files, closed: ['writes'] },
  'patients.addAlert': { who: ['owner', 'dentist', 'hygienist', 'assistant', 'front_desk'], closed: ['writes'] },
  'patients.endAlert': { who: ['owner', 'dentist', 'hygienist', 'assistant', 'front_desk'], closed: ['writes'] },

  'practice.frame': { who: all, closed: [] },
  'practice.today': { who: all, closed: [] },
  'practice.switches': { who: all, closed: [] },
  'practice.close': { who: all, closed: [] },
  'practice.reopen': { who: watches, closed: [] },
  'practice.settings': { who: watches, closed: [] },
  'practice.saveSettings': { who: ['owner'], closed: ['writes'] },
  'practice.saveReleaseRules': { who: ['owner'], closed: ['writes'] },

  'history.practice': { who: watches, closed: [] },
  'history.mine': { who: all, closed: [] },
  'history.choices': { who: watches, closed: [] },

  'members.list': { who: watches, closed: [] },
  'members.show': { who: watches, closed: [] },
  'members.invite': { who: ['owner'], stepUp: 'full', closed: ['writes'] },
  'members.resendInvitation': { who: ['owner'], stepUp: 'full', closed: ['writes'] },
  'members.revokeInvitation': { who: ['owner'], closed: [] },
  'members.changeRoles': { who: ['owner'], stepUp: 'full', closed: ['writes'] },
  'members.remove': { who: ['owner'], closed: [] },

  'invitations.ofPatient': { who: invites, closed: [] },
  'invitations.invitePatient': { who: invites, closed: ['writes'] },
  'invitations.revoke': { who: invites, closed: [] },
  'invitations.endAccess': { who: answers, closed: [] },
  'proxies.narrow': { who: answers, closed: [] },
  'proxies.extend': { who: answers, stepUp: true, closed: ['writes'] },
  'proxies.toReview': { who: all, closed: [] },
  'invitations.show': { who: 'visitor', closed: [] },
  'invitations.open': { who: 'visitor', closed: [] },
  'invitations.joinStaff': { who: 'visitor', closed: [] },
  'invitations.joinByPassword': { who: 'visitor', closed: [] },
  'invitations.joinByPhone': { who: 'visitor', closed: [] },
  'invitations.showToMe': { who: 'person', closed: [] },
  'invitations.accept': { who: 'person', closed: [] },

  'phones.this': { who: 'visitor', closed: [] },
  'phones.enterPin': { who: 'visitor', closed: [] },
  'phones.mine': { who: 'person', closed: [] },
  'phones.add': { who: 'person', stepUp: true, closed: [] },
  'phones.renew': { who: 'person', stepUp: true, closed: [] },
  'phones.end': { who: 'person', closed: [] },

  'recovery.ask': { who: 'visitor', closed: [] },
  'recovery.show': { who: 'visitor', closed: [] },
  'recovery.recoverPatient': { who: 'visitor', closed: [] },
  'recovery.recoverMember': { who: 'visitor', closed: [] },
  'recovery.verifyIdentity': { who: answers, closed: [] },
  'recovery.ofMember': { who: watches, closed: [] },
  'recovery.approveMember': { who: watches, stepUp: 'full', closed: [] },

  'email.mine': { who: 'person', closed: [] },
  'email.change': { who: 'person', stepUp: true, closed: [] },
  'email.showLink': { who: 'visitor', closed: [] },
  'email.confirm': { who: 'visitor', closed: [] },
  'email.object': { who: 'visitor', closed: [] },

  'demo.mail': { who: 'visitor', closed: [] },

  'demo.accounts': { who: 'visitor', closed: [] },
  'demo.codes': { who: 'visitor', closed: [] },
  'demo.enter': { who: 'visitor', closed: [] },

  'signIn.ways': { who: 'visitor', closed: [] },
  'signIn.pending': { who: 'visitor', closed: [] },
  'signIn.password': { who: 'visitor', closed: [] },
  'signIn.code': { who: 'visitor', closed: [] },
  'signIn.askPasskey': { who: 'visitor', closed: [] },
  'signIn.passkey': { who: 'visitor', closed: [] },
  'signIn.mySecondFactors': { who: 'person', closed: [] },
  'signIn.raiseWithCode': { who: 'person', closed: [] },

  'account.hats': { who: 'person', closed: [] },
  'account.me': { who: 'person', closed: [] },
  'account.changePassword': { who: 'person', stepUp: true, closed: [] },
  'factors.mine': { who: 'person', closed: [] },
  'factors.offered': { who: 'person', stepUp: true, closed: [] },
  'factors.offerApp': { who: 'person', stepUp: true, closed: [] },
  'factors.confirmApp': { who: 'person', stepUp: true, closed: [] },
  'factors.removeApp': { who: 'person', stepUp: true, closed: [] },
  'factors.askPasskey': { who: 'person', stepUp: true, closed: [] },
  'factors.addPasskey': { who: 'person', stepUp: true, closed: [] },
  'factors.removePasskey': { who: 'person', stepUp: true, closed: [] },
  'factors.newCodes': { who: 'person', stepUp: true, closed: [] },
  'sessions.mine': { who: 'person', closed: [] },
  'sessions.end': { who: 'person', closed: [] },
  'sessions.endOthers': { who: 'person', closed: [] },
  'account.setLanguage': { who: 'person', closed: [] },
  'sessions.signOut': { who: 'person', locked: true, closed: [] },
  'sessions.state': { who: 'person', locked: true, closed: [] },
  'sessions.ways': { who: 'person', locked: true, closed: [] },
  'sessions.act': { who: 'person', closed: [] },
  'sessions.lock': { who: 'person', locked: true, closed: [] },
  'sessions.unlockWithPin': { who: 'person', locked: true, closed: [] },
  'sessions.unlockWithPassword': { who: 'person', locked: true, closed: [] },
  'sessions.unlockWithPasskey': { who: 'person', locked: true, closed: [] },
  'sessions.confirmWithPin': { who: 'person', closed: [] },
  'sessions.confirmWithPassword': { who: 'person', closed: [] },
  'sessions.confirmWithPasskey': { who: 'person', closed: [] },

  'workstations.list': { who: ['owner', 'privacy_officer'], closed: [] },
  'workstations.enrol': { who: ['owner'], stepUp: 'full', closed: ['writes'] },
  'workstations.end': { who: ['owner'], closed: [] },
  'workstations.people': { who: 'visitor', closed: [] },
  'workstations.switch': { who: 'visitor', closed: [] },
  'workstations.switchByPasskey': { who: 'visitor', closed: [] },
  'pins.mine': { who: 'person', closed: [] },
  'pins.choose': { who: 'person', stepUp: true, closed: [] },
  'pins.remove': { who: 'person', stepUp: true, closed: [] },
}
