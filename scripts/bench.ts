import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { endurance } from '@/tests/bench/endurance'
import { allLines, endGenerator } from '@/tests/bench/figures'
import { bareNext, nginx, nginxDav } from '@/tests/bench/peers'
import { previews } from '@/tests/bench/previews'
import { ranges } from '@/tests/bench/ranges'
import { revocation } from '@/tests/bench/revocation'
import { scale } from '@/tests/bench/scale'
import { silence } from '@/tests/bench/silence'
import { setStage } from '@/tests/bench/stage'
import { throughput } from '@/tests/bench/throughput'
import { uploads } from '@/tests/bench/uploads'
import { main, onStop } from './lib/lifetime'

const parts = ['throughput', 'uploads', 'ranges', 'previews', 'revocation', 'endurance', 'silence', 'scale'] as const

await main(async () => {
  const chosen = process.argv.slice(2)
  const wanted = (part: (typeof parts)[number]) => chosen.length === 0 || chosen.includes(part)
  console.log(`\nRatios of one run on ${cpus().length} cores. The client shares them; single figures say little, ratios more.\n`)
  const stage = await setStage()
  onStop(endGenerator)
  onStop(() => stage.sql.end())
  if (wanted('throughput')) {
    const peers = [await bareNext(stage.plainDir, stage.folder), await nginx(stage.plainDir, stage.folder)].filter((peer) => peer !== null)
    await throughput(stage, peers)
  }
  if (wanted('uploads')) await uploads(stage, await nginxDav(stage.plainDir, stage.folder))
  if (wanted('ranges')) await ranges(stage)
  if (wanted('previews')) await previews()
  if (wanted('revocation')) await revocation(stage)
  if (wanted('endurance')) await endurance(stage)
  if (wanted('silence')) await silence(stage)
  if (wanted('scale')) await scale(stage)
  const file = join(stage.folder, 'bench.json')
  writeFileSync(file, `${JSON.stringify(allLines(), null, 2)}\n`)
  console.log(`\nAlso in ${file}\n`)
})
