import { writeSync } from 'node:fs'
import { destroyDue } from '@/lib/jobs/destroy'
import { vault } from '@/lib/vault/rings'

// The job as destroy.test.ts kills it: it goes as far as it is told to, says so, and stays there.

const [practice = '', stop = ''] = process.argv.slice(2)
const { store } = vault()
let removed = 0
const stay = () => {
  writeSync(1, 'there\n')
  return new Promise<never>(() => setInterval(() => undefined, 1_000))
}

await destroyDue(practice, {
  ...store,
  remove: async (key) => {
    if (stop === 'before removing') return stay()
    await store.remove(key)
    removed += 1
    if (stop === 'while removing' || (stop === 'after removing' && removed === 3)) return stay()
  },
})
