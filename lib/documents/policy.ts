import 'server-only'
import { roles } from '@/lib/access/policy'

/** Whoever works with charts may see and file documents; billing sees them for claims. */
export const seesDocuments = roles('owner', 'privacy_officer', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing')

/** Bringing documents in and filing them is everybody's who stands at a chair or a desk. */
export const filesDocuments = roles('owner', 'dentist', 'hygienist', 'assistant', 'front_desk', 'billing')

/** Who may decide that a patient sees a document, or no longer sees it. */
export const releasesDocuments = roles('owner', 'privacy_officer', 'dentist', 'hygienist', 'front_desk')

/** A review is a dentist's. */
export const reviewsDocuments = roles('dentist')

/** Who may answer for a file that the virus scanner could not look through. */
export const decidesHeldFiles = roles('owner', 'privacy_officer', 'dentist')
