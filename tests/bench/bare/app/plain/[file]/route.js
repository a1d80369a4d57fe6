import { createReadStream, statSync } from 'node:fs'
import { Readable } from 'node:stream'

/** What one would write without any of this: a route that streams a file. */
export async function GET(_request, { params }) {
  const file = `${process.env.PLAIN_DIR}/${(await params).file}`
  const { size } = statSync(file)
  const body = Readable.toWeb(createReadStream(file, { highWaterMark: 262_144 }))
  return new Response(body, { headers: { 'content-type': 'application/pdf', 'content-length': String(size) } })
}
