import { migrate } from '@/db/migrate'
console.log(await migrate({ ownerUrl: 'postgres://enamel_owner@127.0.0.1:4400/enamel', runtimePassword: 'runtime' }))
