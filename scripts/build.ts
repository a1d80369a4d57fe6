import { build } from './lib/build'
import { main } from './lib/lifetime'

await main(() => build({ distDir: process.env.ENAMEL_DIST_DIR || '.next', force: true }))
