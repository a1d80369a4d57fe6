import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Values of no worth, so that a unit may read the environment; suites with a database put their own over these. */
const env = {
  TZ: 'UTC',
  ENAMEL_ORIGIN: 'http://localhost:3000',
  DATABASE_URL: 'postgres://enamel_runtime:none@127.0.0.1:1/none',
  ENAMEL_SECRET: 'test-only-test-only-test-only-test-only',
  ENAMEL_ROOT_KEYS: `2:${Buffer.alloc(32, 1).toString('base64url')},1:${Buffer.alloc(32, 2).toString('base64url')}`,
  ENAMEL_LINK_KEYS: `1:${Buffer.alloc(32, 3).toString('base64url')}`,
  ENAMEL_STORE_DIR: '/nonexistent/enamel-test-store',
}

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: here('./') },
      // What the react-server condition resolves it to: a marker with nothing in it.
      { find: /^server-only$/, replacement: here('./tests/setup/server-only.ts') },
    ],
  },
  test: {
    passWithNoTests: true,
    // For a crowded machine: no test here is about time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    setupFiles: ['tests/setup/strict.ts'],
    env,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['{lib,components,db,scripts,tests/setup,tests/corpus,tests/attack/{engine,wire}}/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['tests/{db,rls,access}/**/*.test.ts'],
          globalSetup: ['tests/setup/cluster.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'attack',
          include: ['tests/attack/**/*.test.ts'],
          // The engine knows nothing of Enamel and is tested without it, as a unit.
          exclude: ['tests/attack/{engine,wire}/**'],
          globalSetup: ['tests/setup/attacked.ts'],
          testTimeout: 60_000,
          hookTimeout: 300_000,
          // One server, one story: what one file does to it, the next would see.
          fileParallelism: false,
        },
      },
    ],
  },
})
