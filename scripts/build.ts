import { build } from './lib/build'
import { Refusal, main } from './lib/lifetime'
import { checkTypes } from './lib/types'

// The build people run in production: types first, and never an old one.
await main(async () => {
  if ((await checkTypes()) !== 0) throw new Refusal('The types do not hold; nothing was built.')
  await build({ distDir: process.env.ENAMEL_DIST_DIR || '.next', force: true })
})
