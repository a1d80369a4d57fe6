import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import base from '../../../vitest.config'

const { projects: _, ...test } = base.test ?? {}

/** The suite inside a mutated copy of the checkout, on the PostgreSQL of whoever made the copy. */
export default defineConfig({
  ...base,
  root: fileURLToPath(new URL('../../../', import.meta.url)),
  test: {
    ...test,
    include: ['tests/{db,rls}/**/*.test.ts', 'lib/**/*.test.ts'],
    globalSetup: ['tests/attack/guards/mutants.setup.ts'],
    maxWorkers: 1,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
