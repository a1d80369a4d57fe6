'use server'

import { action } from '@/lib/access/action'
import { addAlert, addContact, archivePatient, endAlert, endContact, unarchivePatient, updatePatient } from '@/lib/patients/commands'
import { toPatientAfter } from '../../paths'

export const update = action(updatePatient, { then: toPatientAfter('updated') })
export const archive = action(archivePatient, { then: toPatientAfter('archived') })
export const unarchive = action(unarchivePatient, { then: toPatientAfter('unarchived') })
export const newContact = action(addContact, { then: toPatientAfter('contact', '#contacts') })
export const closeContact = action(endContact, { then: toPatientAfter('contact-ended', '#contacts') })
export const newAlert = action(addAlert, { then: toPatientAfter('alert', '#alerts') })
export const closeAlert = action(endAlert, { then: toPatientAfter('alert-ended', '#alerts') })
