/** What an event is about; the filter of the access history. */
export const kinds = {
  opened: 'Records and documents opened',
  patients: 'Patients changed',
  documents: 'Documents filed and released',
  portal: 'Portal access and recovery',
  people: 'Members and workstations',
  practice: 'Settings and closings',
  looked: 'Lists and searches',
  technical: 'Done by the software',
} as const
export type Kind = keyof typeof kinds

/**
 * One operation in plain words. `did` follows the actor's name, `to` follows "was not allowed to". `{patient}`,
 * `{document}` and `{subject}` become the name of what was acted on.
 */
export type OperationWords = { kind: Kind; did: string; to: string }

/**
 * Every operation that may stand in a practice's history, refused ones included. A test finds all operations and fails
 * where one has no words, so that no line of the history reads like a program.
 */
export const words = {
  'patients.open': { kind: 'opened', did: 'opened the record of {patient}', to: 'open a patient’s record' },
  'documents.show': { kind: 'opened', did: 'looked at the page of {document}', to: 'look at a document’s page' },
  'documents.link': { kind: 'opened', did: 'asked for a link to {document}', to: 'get a link to a document' },
  'documents.redeem': { kind: 'opened', did: 'opened {document}', to: 'open a document' },
  'documents.sheet': { kind: 'opened', did: 'saw small previews of documents of {patient}', to: 'see previews of documents' },
  'documents.sheet_link': { kind: 'opened', did: 'asked for previews of documents', to: 'get a link to previews' },
  'portal.documents.sheet': { kind: 'opened', did: 'saw small previews of documents of {patient} in the portal', to: 'see previews of documents in the portal' },
  'portal.documents.sheet_link': { kind: 'opened', did: 'asked for previews of documents in the portal', to: 'get a link to previews in the portal' },
  'documents.compare': { kind: 'looked', did: 'looked at which pictures can be compared', to: 'see which pictures can be compared' },
  'portal.documents.compare': { kind: 'looked', did: 'looked at which pictures can be compared in the portal', to: 'see which pictures can be compared in the portal' },
  'portal.documents.show': { kind: 'opened', did: 'looked at the page of {document} of {patient} in the portal', to: 'look at a document’s page in the portal' },
  'portal.documents.link': { kind: 'opened', did: 'asked for a link to {document} of {patient} in the portal', to: 'get a link to a document in the portal' },
  'portal.documents.redeem': { kind: 'opened', did: 'opened {document} of {patient} in the portal', to: 'open a document in the portal' },

  'patients.create': { kind: 'patients', did: 'entered {patient} in the register', to: 'enter a patient' },
  'patients.update': { kind: 'patients', did: 'changed the details of {patient}', to: 'change a patient’s details' },
  'patients.archive': { kind: 'patients', did: 'archived {patient}', to: 'archive a patient' },
  'patients.unarchive': { kind: 'patients', did: 'brought {patient} back from the archive', to: 'bring a patient back from the archive' },
  'patients.addContact': { kind: 'patients', did: 'added a contact for {patient}', to: 'add a contact' },
  'patients.endContact': { kind: 'patients', did: 'ended a contact of {patient}', to: 'end a contact' },
  'patients.addAlert': { kind: 'patients', did: 'added an alert for {patient}', to: 'add an alert' },
  'patients.endAlert': { kind: 'patients', did: 'ended an alert of {patient}', to: 'end an alert' },

  'documents.arrive': { kind: 'documents', did: 'began to upload {document}', to: 'upload a document' },
  'documents.arrived': { kind: 'documents', did: 'uploaded {document}', to: 'finish an upload' },
  'documents.arrival_failed': { kind: 'documents', did: 'had an upload refused', to: 'end an upload' },
  'documents.checked': { kind: 'documents', did: 'looked {document} through for viruses', to: 'check a document' },
  'documents.waiting': { kind: 'looked', did: 'looked at what is being checked', to: 'see what is being checked' },
  'documents.arriving': { kind: 'looked', did: 'looked at how far {document} is', to: 'see how far a document is' },
  'documents.decide_held': { kind: 'documents', did: 'decided about {document}, which was held', to: 'decide about a held document' },
  'documents.upload_state': { kind: 'looked', did: 'asked how far an upload is', to: 'ask how far an upload is' },
  'documents.upload_turn': { kind: 'documents', did: 'went on with an upload', to: 'go on with an upload' },
  'documents.upload_cancel': { kind: 'documents', did: 'cancelled an upload', to: 'cancel an upload' },
  'documents.move_unfiled': { kind: 'documents', did: 'put {document}, not filed yet, to {patient}', to: 'put an unfiled document to a patient' },
  'documents.discard_unfiled': { kind: 'documents', did: 'discarded {document}, not filed yet', to: 'discard an unfiled document' },
  'documents.return': { kind: 'documents', did: 'returned {document} to whoever sent it', to: 'return a document to whoever sent it' },
  'portal.send.begin': { kind: 'documents', did: 'began to send {document} for {patient} from the portal', to: 'send something from the portal' },
  'portal.send.complete': { kind: 'documents', did: 'sent {document} for {patient} from the portal', to: 'finish sending from the portal' },
  'portal.send.failed': { kind: 'documents', did: 'sent something from the portal that was refused', to: 'end a sending from the portal' },
  'portal.send.turn': { kind: 'documents', did: 'went on sending from the portal', to: 'go on sending from the portal' },
  'portal.send.state': { kind: 'looked', did: 'asked how far a sending from the portal is', to: 'ask how far a sending is' },
  'portal.send.cancel': { kind: 'documents', did: 'stopped sending {document} from the portal', to: 'stop sending from the portal' },
  'portal.send.take_back': { kind: 'documents', did: 'took back {document} of {patient}, sent from the portal', to: 'take back what was sent from the portal' },
  'portal.send.list': { kind: 'looked', did: 'looked at what was sent from the portal', to: 'see what was sent from the portal' },
  'documents.file': { kind: 'documents', did: 'filed {document}', to: 'file a document' },
  'documents.review': { kind: 'documents', did: 'reviewed {document}', to: 'review a document' },
  'documents.release': { kind: 'documents', did: 'released {document} to the patient', to: 'release a document' },
  'documents.correct': { kind: 'documents', did: 'began to replace {document} with a corrected file', to: 'correct a document' },
  'documents.corrected': { kind: 'documents', did: 'put the corrected file of {document} in force and wrote to those who may see it', to: 'put a correction in force' },
  'documents.kept': { kind: 'looked', did: 'looked at how {document} is kept', to: 'see how a document is kept' },
  'deletion.delete': { kind: 'documents', did: 'deleted {document}', to: 'delete a document' },
  'deletion.restore': { kind: 'documents', did: 'brought {document} back', to: 'bring a document back' },
  'deletion.list': { kind: 'looked', did: 'looked at the deleted documents', to: 'see the deleted documents' },
  'retention.confirm': { kind: 'documents', did: 'confirmed that documents whose retention is over be destroyed', to: 'confirm that documents be destroyed' },
  'retention.destroyed': { kind: 'documents', did: 'destroyed the keys of a document, as ordered by {subject}', to: 'destroy a document’s keys' },
  'retention.placeHold': { kind: 'documents', did: 'put a legal hold on a record', to: 'put a legal hold on a record' },
  'retention.endHold': { kind: 'documents', did: 'ended a legal hold', to: 'end a legal hold' },
  'retention.saveRules': { kind: 'practice', did: 'changed how long documents are kept', to: 'change how long documents are kept' },
  'retention.rules': { kind: 'looked', did: 'looked at how long documents are kept', to: 'see how long documents are kept' },
  'retention.due': { kind: 'looked', did: 'looked at what may be destroyed', to: 'see what may be destroyed' },
  'retention.holdsOfPatient': { kind: 'looked', did: 'looked at the legal holds of a patient', to: 'see legal holds' },
  'imports.begin': { kind: 'documents', did: 'began to bring in an index of old documents', to: 'bring in an index of old documents' },
  'imports.add_rows': { kind: 'documents', did: 'sent rows of an index of old documents', to: 'send rows of an index' },
  'imports.read': { kind: 'documents', did: 'brought in an index of old documents', to: 'finish bringing in an index' },
  'imports.forget': { kind: 'documents', did: 'forgot an index by which nothing had come in', to: 'forget an index of old documents' },
  'imports.map': { kind: 'documents', did: 'compared an index of old documents with the register', to: 'compare an index with the register' },
  'imports.check': { kind: 'documents', did: 'compared an index of old documents with the register to its end', to: 'go on comparing an index' },
  'imports.open': { kind: 'documents', did: 'took over an index of old documents', to: 'take over an index of old documents' },
  'imports.match': { kind: 'looked', did: 'asked which files an index names', to: 'ask which files an index names' },
  'imports.arrive': { kind: 'documents', did: 'began to upload {document} by an index of old documents', to: 'upload a document by an index' },
  'imports.file': { kind: 'documents', did: 'filed what had come by an index', to: 'file what has come by an index' },
  'imports.filed': { kind: 'documents', did: 'filed {document} as an index of old documents says', to: 'file a document by an index' },
  'imports.left': { kind: 'documents', did: 'left {document} under To file: it does not fit the chart that an index names', to: 'leave a document of an index unfiled' },
  'imports.finish': { kind: 'documents', did: 'finished an import of old documents', to: 'finish an import of old documents' },
  'imports.undo': { kind: 'documents', did: 'undid an import of old documents', to: 'undo an import of old documents' },
  'imports.undo_further': { kind: 'documents', did: 'went on undoing an import of old documents', to: 'go on undoing an import' },
  'imports.removed': { kind: 'documents', did: 'deleted {document} by undoing the import that it came by', to: 'delete a document by undoing an import' },
  'imports.list': { kind: 'looked', did: 'looked at the imports of old documents', to: 'see the imports of old documents' },
  'imports.show': { kind: 'looked', did: 'looked at an import of old documents', to: 'see an import of old documents' },
  'imports.state': { kind: 'looked', did: 'asked how far an import is', to: 'ask how far an import is' },
  'imports.problems': { kind: 'opened', did: 'downloaded the rows of an index that did not come in', to: 'download rows of an index' },
  'quota.level': { kind: 'looked', did: 'saw how full the storage is', to: 'see how full the storage is' },
  'quota.show': { kind: 'looked', did: 'looked at what takes up storage', to: 'see what takes up storage' },
  'quota.recheck': { kind: 'documents', did: 'had the file of {document} checked again', to: 'have a file checked' },
  'quota.found_damaged': { kind: 'documents', did: 'found the file of {document} damaged', to: 'check a file' },
  'quota.found_whole': { kind: 'documents', did: 'found the file of {document} whole again', to: 'check a file' },
  'documents.readdress': { kind: 'documents', did: 'released {document} to others instead', to: 'change who sees a released document' },
  'releases.together': { kind: 'documents', did: 'released {document} to the patient, together with others', to: 'release several documents' },
  'releases.leave_held': { kind: 'documents', did: 'decided to leave {document} unreleased', to: 'leave a document unreleased' },
  'documents.wrong_patient': { kind: 'documents', did: 'put right that {document} stood in a wrong record: {patient}', to: 'take a document out of the wrong record' },
  'privacy.show': { kind: 'documents', did: 'read a privacy case', to: 'read a privacy case' },
  'privacy.note': { kind: 'documents', did: 'wrote a note in a privacy case', to: 'write a note in a privacy case' },
  'privacy.close': { kind: 'documents', did: 'closed a privacy case', to: 'close a privacy case' },
  'documents.withdraw': { kind: 'documents', did: 'withdrew {document} from the patient', to: 'withdraw a document' },

  'invitations.invitePatient': { kind: 'portal', did: 'invited somebody to the portal for {patient}', to: 'invite somebody to the portal' },
  'invitations.revoke': { kind: 'portal', did: 'took back an invitation to the portal for {patient}', to: 'take back an invitation' },
  'invitations.endAccess': { kind: 'portal', did: 'ended portal access to the record of {patient}', to: 'end portal access' },
  'proxies.narrow': { kind: 'portal', did: 'let somebody see less of {patient}', to: 'narrow an access to the portal' },
  'proxies.extend': { kind: 'portal', did: 'let somebody see more of {patient}, or for longer', to: 'extend an access to the portal' },
  'proxies.toReview': { kind: 'looked', did: 'looked at which accesses to review', to: 'see which accesses to review' },
  'proxies.ran_out': { kind: 'portal', did: 'closed an access to the record of {patient} that had run out', to: 'close an access that had run out' },
  'people.list': { kind: 'looked', did: 'looked at who has access to the record of {patient}', to: 'see who has access in the portal' },
  'people.invite': { kind: 'portal', did: 'invited somebody to help {patient}', to: 'invite somebody from the portal' },
  'people.revoke': { kind: 'portal', did: 'took back an invitation to help {patient}', to: 'take back an invitation from the portal' },
  'people.narrow': { kind: 'portal', did: 'let somebody see less of {patient}, from the portal', to: 'narrow an access from the portal' },
  'people.end': { kind: 'portal', did: 'ended somebody’s access to the record of {patient}, from the portal', to: 'end an access from the portal' },
  'people.giveUp': { kind: 'portal', did: 'gave up their own access to the record of {patient}', to: 'give up an access' },
  'people.finishTask': { kind: 'portal', did: 'finished what they were asked to send for {patient}', to: 'finish a task' },
  'invitations.ofPatient': { kind: 'looked', did: 'looked at who has portal access', to: 'see who has portal access' },
  'invitations.accept': { kind: 'portal', did: 'accepted an invitation', to: 'accept an invitation' },
  'recovery.verifyIdentity': { kind: 'portal', did: 'checked the identity of {patient} to help with signing in', to: 'help a patient to sign in again' },
  'recovery.approveMember': { kind: 'people', did: 'approved that {subject} may sign in again', to: 'approve that a member may sign in again' },
  'recovery.ofMember': { kind: 'looked', did: 'looked at a member’s request to sign in again', to: 'see a member’s request to sign in again' },

  'members.invite': { kind: 'people', did: 'invited {subject} to work here', to: 'invite somebody to work here' },
  'members.resendInvitation': { kind: 'people', did: 'sent {subject} a new invitation', to: 'send an invitation again' },
  'members.revokeInvitation': { kind: 'people', did: 'took back the invitation of {subject}', to: 'take back an invitation' },
  'members.changeRoles': { kind: 'people', did: 'changed the roles of {subject}', to: 'change a member’s roles' },
  'members.remove': { kind: 'people', did: 'ended the membership of {subject}', to: 'end a membership' },
  'members.list': { kind: 'looked', did: 'looked at the list of members', to: 'see the list of members' },
  'members.show': { kind: 'looked', did: 'looked at a member', to: 'see a member' },
  'workstations.enrol': { kind: 'people', did: 'enrolled the computer {subject}', to: 'enrol a computer' },
  'workstations.end': { kind: 'people', did: 'took the computer {subject} off the list', to: 'take a computer off the list' },
  'folders.make': { kind: 'people', did: 'made a credential for {subject}', to: 'make a credential for a folder program' },
  'folders.end': { kind: 'people', did: 'ended the credential of {subject}', to: 'end the credential of a folder program' },
  'folders.list': { kind: 'looked', did: 'looked at the folder programs', to: 'see the folder programs' },
  'folder.begin': { kind: 'documents', did: 'began to bring {document}', to: 'bring a file' },
  'folder.turn': { kind: 'documents', did: 'went on bringing a file', to: 'go on bringing a file' },
  'folder.state': { kind: 'looked', did: 'asked how far a file is', to: 'ask how far a file is' },
  'folder.arrived': { kind: 'documents', did: 'brought {document}', to: 'finish bringing a file' },
  'folder.failed': { kind: 'documents', did: 'had a file refused', to: 'end the bringing of a file' },
  'folder.cancel': { kind: 'documents', did: 'gave up bringing {document}', to: 'give up bringing a file' },
  'workstations.open_chart': { kind: 'looked', did: 'had a chart open at a computer', to: 'have a chart open at a computer' },
  'workstations.leave_chart': { kind: 'looked', did: 'left a chart at a computer', to: 'leave a chart at a computer' },
  'workstations.list': { kind: 'looked', did: 'looked at the list of computers', to: 'see the list of computers' },

  'practice.saveSettings': { kind: 'practice', did: 'changed the practice’s settings', to: 'change the practice’s settings' },
  'practice.saveReleaseRules': { kind: 'practice', did: 'changed the rules that release documents', to: 'change the rules that release documents' },
  'practice.close': { kind: 'practice', did: 'closed a function', to: 'close a function' },
  'practice.reopen': { kind: 'practice', did: 'opened a function again', to: 'open a function again' },
  'history.practice': { kind: 'looked', did: 'read the access history', to: 'read the practice’s access history' },
  'history.mine': { kind: 'looked', did: 'read their own history', to: 'read their own history' },
  'history.choices': { kind: 'looked', did: 'looked at the filters of the history', to: 'read the practice’s access history' },

  'patients.list': { kind: 'looked', did: 'looked at the list of patients', to: 'see the list of patients' },
  'patients.search': { kind: 'looked', did: 'searched for a patient', to: 'search for a patient' },
  'patients.propose': { kind: 'looked', did: 'began to enter a patient', to: 'enter a patient' },
  'documents.list': { kind: 'looked', did: 'looked at a list of documents', to: 'see a list of documents' },
  'documents.limits': { kind: 'looked', did: 'looked at the limits for files', to: 'see the limits for files' },
  'releases.choose': { kind: 'looked', did: 'looked at what of {patient} could be released', to: 'release several documents' },
  'releases.left': { kind: 'looked', did: 'looked at what visits left unreleased', to: 'see what visits left unreleased' },
  'releases.unopened': { kind: 'looked', did: 'looked at what nobody has opened', to: 'see what nobody has opened' },
  'privacy.prepare': { kind: 'looked', did: 'looked at how to put {document} right', to: 'take a document out of the wrong record' },
  'privacy.list': { kind: 'looked', did: 'looked at the list of privacy cases', to: 'see the privacy cases' },
  'privacy.count': { kind: 'looked', did: 'asked how many privacy cases are open', to: 'see the privacy cases' },
  'privacy.of_document': { kind: 'looked', did: 'looked at where {document} had stood', to: 'see where a document had stood' },
  'documents.to_file': { kind: 'looked', did: 'looked at what waits to be filed', to: 'see what waits to be filed' },
  'practice.frame': { kind: 'looked', did: 'came to the practice', to: 'come to the practice' },
  'practice.today': { kind: 'looked', did: 'looked at the day', to: 'see the day' },
  'practice.switches': { kind: 'looked', did: 'looked at what is closed', to: 'see what is closed' },
  'practice.settings': { kind: 'looked', did: 'looked at the settings', to: 'see the settings' },
  'portal.frame': { kind: 'looked', did: 'came to the portal', to: 'come to the portal' },
  'portal.documents.list': { kind: 'looked', did: 'looked at the list of documents in the portal', to: 'see the documents in the portal' },
  'portal.looks': { kind: 'looked', did: 'read who has looked', to: 'read who has looked' },
  'portal.visits': { kind: 'looked', did: 'looked at the visits in the portal', to: 'see the visits in the portal' },

  'shares.make': { kind: 'portal', did: 'shared papers of {patient} with somebody outside', to: 'share papers with somebody outside' },
  'shares.ask': { kind: 'portal', did: 'asked another office for files of {patient}', to: 'ask another office for files' },
  'shares.end': { kind: 'portal', did: 'ended a share of papers of {patient}', to: 'end a share' },
  'shares.choices': { kind: 'looked', did: 'began to share papers', to: 'share papers with somebody outside' },
  'shares.ofPatient': { kind: 'looked', did: 'looked at what was shared with others', to: 'see what was shared with others' },
  'portal.shares.make': { kind: 'portal', did: 'shared papers of {patient} from the portal', to: 'share papers from the portal' },
  'portal.shares.end': { kind: 'portal', did: 'ended a share of papers of {patient} in the portal', to: 'end a share in the portal' },
  'portal.shares.choices': { kind: 'looked', did: 'began to share papers in the portal', to: 'share papers from the portal' },
  'portal.shares.mine': { kind: 'looked', did: 'looked at the shares in the portal', to: 'see the shares in the portal' },
  'shares.open': { kind: 'opened', did: 'typed the code of a share of papers of {patient}', to: 'open a share' },
  'shares.redeem': { kind: 'opened', did: 'opened {document} of {patient}, shared with them', to: 'open a shared document' },
  'shares.save': { kind: 'opened', did: 'saved the file of {document} of {patient}, shared with them', to: 'save a shared file' },
  'shares.page': { kind: 'technical', did: 'turned a page of {document}', to: 'turn a page' },
  'shares.shown': { kind: 'looked', did: 'looked at the list of what was shared', to: 'see what was shared' },
  'shares.link': { kind: 'looked', did: 'asked for a link to a shared document', to: 'get a link to a shared document' },
  'sending.shown': { kind: 'looked', did: 'looked at what they were asked for', to: 'see what was asked for' },
  'sending.begin': { kind: 'documents', did: 'began to send {document} for {patient}, as asked', to: 'send a file' },
  'sending.arrived': { kind: 'documents', did: 'sent {document} for {patient}, as asked', to: 'finish sending a file' },
  'sending.failed': { kind: 'documents', did: 'had a file refused', to: 'end the sending of a file' },
  'sending.finish': { kind: 'documents', did: 'sent all that was asked for of {patient}', to: 'finish what was asked for' },

  'documents.sent': { kind: 'technical', did: 'finished sending {document}', to: 'send a document' },
} as const satisfies Record<string, OperationWords>

/** An operation's words; one that this version does not know keeps its name, for silence would hide it. */
export function wordsOf(operation: string): OperationWords {
  if (Object.hasOwn(words, operation)) return words[operation as keyof typeof words]
  return { kind: 'technical', did: `did something else (${operation})`, to: `do something else (${operation})` }
}

/** All operations of a kind. */
export function operationsOf(kind: Kind): string[] {
  return Object.entries(words).filter(([, entry]) => entry.kind === kind).map(([operation]) => operation)
}

const refusals: Record<string, string> = {
  not_found: 'there is no such thing here, or it is not theirs',
  forbidden: 'their role does not include it',
  closed: 'it was closed at the time',
  second_factor: 'only one factor had been shown',
  step_up: 'it had not been confirmed again',
  locked: 'the session was locked',
  gone: 'the link had run out',
}

/** Why something was refused, from the reason on record (`code: words for the log`). */
export function refusalWords(reason: string): string {
  return refusals[reason.split(':')[0] ?? ''] ?? 'it was refused'
}

export type Piece = { text: string } | { of: 'patient' | 'document' | 'subject' }

/** Cuts a sentence at its placeholders, so that a page can put links there. */
export function pieces(sentence: string): Piece[] {
  return sentence.split(/(\{(?:patient|document|subject)\})/).filter(Boolean)
    .map((part) => (part.startsWith('{') ? { of: part.slice(1, -1) as 'patient' | 'document' | 'subject' } : { text: part }))
}
