import { defineConfig } from '@playwright/test'
import { target } from './tests/setup/target'

const { origin, spki } = target()

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // One story, two cores: a file has it to itself, in the order of their names.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ...(process.env.ENAMEL_REPORT ? [['json', { outputFile: process.env.ENAMEL_REPORT }] as ['json', { outputFile: string }]] : [])],
  use: {
    baseURL: origin,
    locale: 'en-US',
    timezoneId: 'America/Chicago',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(process.env.ENAMEL_CHROMIUM ? { executablePath: process.env.ENAMEL_CHROMIUM } : {}),
      // Trusts the one key of the test's own proxy. Ignoring certificates altogether would switch passkeys off.
      args: [`--ignore-certificate-errors-spki-list=${spki}`],
    },
  },
})
