import { savePrefs } from '@/lib/account/doors/prefs'

export const POST = savePrefs
