import 'server-only'
import { localDisk } from '@/lib/platform/storage/local-disk'
import type { ObjectStore } from '@/lib/platform/storage/store'
import { env } from '@/lib/platform/env'
import { keyRing, type KeyRing } from '@/lib/vault/key-ring'
import { practiceKeys, type PracticeKeys } from '@/lib/vault/practice-keys'

let rings: { root: KeyRing; link: KeyRing; keys: PracticeKeys; store: ObjectStore } | undefined

/** The installation's keys and store, from the environment, made once. */
export function vault() {
  return (rings ??= open())
}

function open() {
  const { ENAMEL_ROOT_KEYS, ENAMEL_LINK_KEYS, ENAMEL_STORE_DIR } = env()
  const root = keyRing(ENAMEL_ROOT_KEYS)
  return { root, link: keyRing(ENAMEL_LINK_KEYS), keys: practiceKeys(root), store: localDisk(ENAMEL_STORE_DIR) }
}
