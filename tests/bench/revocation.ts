import { request } from 'node:http'
import { freshLinks, report } from './figures'
import type { Stage } from './stage'

/** A thousand times: a link that opens, the session ended, and the very next request. */
export async function revocation(stage: Stage): Promise<void> {
  let refused = 0
  const trials = 1_000
  for (let trial = 0; trial < trials; trial++) {
    const { id, cookie } = await stage.session()
    const [link = ''] = await freshLinks(stage.base, stage.hat, stage.documents['64 KiB'], cookie, 1)
    if ((await status(stage.base + link, cookie)) !== 200) throw new Error('the control did not open')
    await stage.sql.query('update identity.session set ended_at = now() where id = $1', [id])
    if ((await status(stage.base + link, cookie)) === 401) refused++
  }
  report('revocation to refusal at the next request', `${refused} of ${trials}`, `${trials} of ${trials}`, refused === trials)
}

function status(url: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { cookie } }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    }).on('error', reject).end()
  })
}
