import { isLocalDisk } from '@/lib/platform/storage/local-disk'
import { Refusal } from './lifetime'

/** Demands a store that was prepared once. Never prepared at start: an unmounted volume would be taken for an empty store. */
export async function requireStore(folder: string): Promise<void> {
  if (await isLocalDisk(folder)) return
  throw new Refusal(`${folder} is no store of documents: it was never prepared, or its volume is not mounted.
If it is new: npm run admin -- prepare-store`)
}
