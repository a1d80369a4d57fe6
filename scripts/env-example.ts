import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { envExample } from './lib/env-example'
import { root } from './lib/paths'

writeFileSync(join(root, '.env.example'), envExample())
console.log('Wrote .env.example')
