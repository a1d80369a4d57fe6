import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { reason } from './errors'
import { keepLedger, printLedger } from './ledger'
import { loadInventory, loadTarget } from './load'
import { runMatrix } from './runner'

const USAGE =
  'cli.ts <target-file> [--base URL] [--json out] [--seed text] [--inventory file] [--ca file] [--allow-host name]…'

/** Exit code: 0 the matrix holds, 1 it does not, 2 it could not be run. */
const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      base: { type: 'string' },
      json: { type: 'string' },
      seed: { type: 'string' },
      inventory: { type: 'string' },
      ca: { type: 'string' },
      'allow-host': { type: 'string', multiple: true },
    },
  })
  const [file] = positionals
  if (file === undefined || positionals.length !== 1) throw new Error(USAGE)
  const target = await loadTarget(file)
  if (values.inventory !== undefined) target.inventory = await loadInventory(values.inventory)
  const ca = values.ca === undefined ? undefined : await readFile(values.ca, 'utf8')
  const progress = (done: number, of: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of}${done === of ? '\n' : ''}`)
  }
  const { base, seed, 'allow-host': allowHosts } = values
  const result = await runMatrix(target, { base, seed, ca, allowHosts, progress })
  const ledger = keepLedger(result, target.exempt)
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(ledger, null, 2)}\n`)
  console.log(printLedger(ledger))
  console.log(`${result.seconds.toFixed(1)} s`)
  return ledger.ok ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(reason(error))
  process.exitCode = 2
}
