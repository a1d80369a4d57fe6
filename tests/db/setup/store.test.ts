import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { localDisk } from '@/lib/platform/storage/local-disk'
import { newStorageKey } from '@/lib/platform/storage/store'
import { root } from '@/scripts/lib/paths'
import { requireStore } from '@/scripts/lib/store'

// An installation begins without a store, and must be told how to come by one: tests and the demo get theirs from the seed.
const folder = mkdtempSync(join(tmpdir(), 'enamel-store-'))
chmodSync(folder, 0o700)
afterAll(() => rmSync(folder, { recursive: true }))

const key = () => randomBytes(32).toString('base64url')
const env = {
  PATH: process.env.PATH, NODE_ENV: 'production' as const, ENAMEL_ORIGIN: 'https://enamel.example.org', DATABASE_URL: 'postgres://enamel_runtime:x@127.0.0.1:1/enamel',
  ENAMEL_SECRET: key(), ENAMEL_ROOT_KEYS: `1:${key()}`, ENAMEL_LINK_KEYS: `1:${key()}`, ENAMEL_STORE_DIR: folder,
  SMTP_URL: 'smtps://mail.example.org', MAIL_FROM: 'Enamel <no-reply@enamel.example.org>', ENAMEL_CONTACT: 'security@enamel.example.org', TRUSTED_PROXY: '127.0.0.1',
}
const admin = (...args: string[]) => {
  const tsx = pathToFileURL(join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href
  return spawnSync(process.execPath, ['--conditions=react-server', `--import=${tsx}`, join(root, 'scripts', 'admin.ts'), ...args], { cwd: root, env, encoding: 'utf8' })
}

test('a folder that nobody prepared is no store, and says what to do', async () => {
  await expect(requireStore(folder)).rejects.toThrow('npm run admin -- prepare-store')
})

test('prepare-store makes it one that takes a file, and a second time leaves what it holds', async () => {
  const { status, stdout, stderr } = admin('prepare-store')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain(folder)
  await requireStore(folder)
  const name = newStorageKey()
  const writer = await localDisk(folder, { watermark: 1 }).create(name)
  await writer.write(Buffer.from('sealed'))
  await writer.finish()
  expect(admin('prepare-store').status).toBe(0)
  expect(await localDisk(folder).stat(name)).toEqual({ size: 6 })
})
