import { migrate } from '@/db/migrate'
import { seed } from '@/db/seed/run'
const url = 'postgres://enamel_owner@127.0.0.1:4400/enamel'
console.time('migrate'); await migrate({ ownerUrl: url, runtimePassword: 'runtime' }); console.timeEnd('migrate')
console.time('seed'); await seed({ ownerUrl: url }); console.timeEnd('seed')
