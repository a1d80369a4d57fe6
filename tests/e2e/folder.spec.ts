import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, type BrowserContext } from '@playwright/test'
import { target } from '../setup/target'
import { smallPdf } from '../factories/small-pdf'
import { desk, enter, fitsSideways, one, phone, sql, workplace } from './support'

/** A computer of the practice, and its cookie under this browser. */
async function seat(context: BrowserContext, name: string) {
  const { practice, member } = await workplace('amara')
  const token = randomBytes(32).toString('base64url')
  const { id } = await one(`insert into workstation (practice_id, name, token_hash, enrolled_by) values ($1, $2, $3, $4) returning id`,
    [practice, name, createHash('sha256').update(token).digest(), member])
  await context.addCookies([{ name: '__Host-enamel-workstation', value: token, url: target().origin, secure: true, httpOnly: true, sameSite: 'Lax' }])
  return { practice, workstation: id }
}

test.use({ viewport: desk })

test('a credential is made, the program downloaded and run, its file proposed for the open chart and filed, and the credential ended', async ({ page, context }) => {
  test.setTimeout(120_000)
  const { practice } = await seat(context, 'Scan room')
  await enter(page, 'amara', { steppedUp: true })
  await page.goto(`/practice/${practice}/workstations`)
  await page.getByLabel('What writes into the folder?').fill('Flatbed')
  await page.getByLabel('At which computer?').selectOption({ label: 'Scan room' })
  await page.getByRole('button', { name: 'Make a credential' }).click()
  await expect(page.getByText('Flatbed at Scan room may bring files now')).toBeVisible()
  const credential = (await page.getByText(/^folder\./).textContent()) ?? ''
  const place = mkdtempSync(join(tmpdir(), 'enamel-folder-e2e-'))
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download enamel-folder.mjs' }).click()
  const program = join(place, 'enamel-folder.mjs')
  await (await waiting).saveAs(program)
  await page.getByRole('link', { name: 'I have put it there' }).click()
  await expect(page.getByRole('row', { name: /Flatbed at Scan room/ })).toContainText('nothing yet')
  await expect(page.getByText(credential)).toHaveCount(0)

  // As an office sets it up: over TLS, with an authority of its own.
  mkdirSync(join(place, 'scans'))
  writeFileSync(join(place, 'credential'), credential, { mode: 0o600 })
  writeFileSync(join(place, 'authority.pem'), target().ca)
  writeFileSync(join(place, 'enamel-folder.json'), JSON.stringify({ url: target().origin, credentialFile: 'credential', folder: 'scans', stillSeconds: 1, scanSeconds: 1 }))
  const start = (env: Record<string, string>) => {
    const child = spawn(process.execPath, [program, join(place, 'enamel-folder.json')], { env: { PATH: process.env.PATH ?? '', ...env } as unknown as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', (part) => (said += String(part)))
    return { child, said: () => said, ended: new Promise<number | null>((resolve) => child.once('exit', resolve)) }
  }
  const name = `flatbed-${Date.now()}.pdf`
  try {
    const patient = await one<{ id: string; name: string }>(`select id, given_name || ' ' || family_name as name from patient where practice_id = $1 and archived_at is null order by sort_key limit 1`, [practice])
    await page.goto(`/practice/${practice}/patients/${patient.id}`)
    // Ages are told in whole seconds: nobody scans within the second in which she opens a chart.
    await sleep(1_500)
    writeFileSync(join(place, 'scans', name), smallPdf('from the flatbed'))
    const stranger = start({})
    await expect.poll(stranger.said, { timeout: 20_000 }).toMatch(/does not answer \(.*(SELF_SIGNED|UNABLE_TO)/)
    stranger.child.kill('SIGKILL')
    await stranger.ended
    expect(readdirSync(join(place, 'scans'))).toEqual([name])

    const running = start({ NODE_EXTRA_CA_CERTS: join(place, 'authority.pem') })
    await expect.poll(() => readdirSync(join(place, 'scans')).length, { timeout: 30_000 }).toBe(0)
    expect(running.said()).toContain(`sent ${name}`)
    await page.goto(`/practice/${practice}/to-file`)
    const row = page.getByRole('row', { name: new RegExp(name) })
    await expect(row).toContainText(`open at Scan room when it came: ${patient.name}`)
    await expect(row).toContainText('Flatbed at Scan room')
    await row.getByRole('link', { name }).click()
    await page.getByRole('button', { name: `Put it to ${patient.name}` }).click()
    await expect(page.getByText('when it came', { exact: false })).toHaveCount(0)
    await page.getByLabel('Title').fill('A page from the flatbed')
    await page.getByLabel('Kind').selectOption('letter')
    await page.getByRole('button', { name: 'File it' }).click()
    // Where others are easily taken for the patient, the ordinary second look is asked.
    const [sure, filed] = [page.getByRole('checkbox', { name: /Yes, this belongs to/ }), page.getByRole('heading', { name: 'What the patient sees' })]
    await expect(sure.or(filed)).toBeVisible()
    if (await sure.isVisible()) {
      await sure.check()
      await page.getByRole('button', { name: 'File it' }).click()
    }
    await expect(filed).toBeVisible()
    const [paper] = await sql<{ patient: string }>(`select patient_id as patient from document d join document_version v on v.document_id = d.id where v.file_name = $1 and d.filed_at is not null`, [name])
    expect(paper?.patient).toBe(patient.id)

    await page.goto(`/practice/${practice}/workstations`)
    await expect(page.getByRole('row', { name: /Flatbed at Scan room/ })).toContainText('1 file')
    await page.getByRole('button', { name: 'End Flatbed' }).click()
    await expect(page.getByRole('heading', { name: 'Folder programs that were ended' })).toBeVisible()
    writeFileSync(join(place, 'scans', 'late.pdf'), smallPdf('too late'))
    expect(await running.ended).toBe(3)
    expect(readFileSync(join(place, 'scans', 'late.pdf')).length).toBeGreaterThan(0)
  } finally {
    rmSync(place, { recursive: true, force: true })
    await sql(`update workstation set until_at = now(), ended_by = enrolled_by where name = 'Scan room' and until_at is null`)
  }
})

test('without a script the credential is made and shown too, and without a confirmation none is offered', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true, baseURL: target().origin, viewport: phone })
  const page = await context.newPage()
  const { practice, workstation } = await seat(context, 'Back room')
  try {
    await enter(page, 'amara')
    await page.goto(`/practice/${practice}/workstations`)
    await expect(page.getByRole('button', { name: 'Make a credential' })).toHaveCount(0)
    await fitsSideways(page, 'the list of computers')
    await enter(page, 'amara', { steppedUp: true })
    await page.goto(`/practice/${practice}/workstations`)
    await page.getByLabel('What writes into the folder?').fill('Sensor')
    await page.getByLabel('At which computer?').selectOption(workstation)
    await page.getByRole('button', { name: 'Make a credential' }).click()
    await expect(page.getByText(/^folder\.[0-9a-f-]{36}\.[\w-]{43}$/)).toBeVisible()
    await fitsSideways(page, 'a credential')
  } finally {
    await sql('update workstation set until_at = now(), ended_by = enrolled_by where id = $1', [workstation])
    await context.close()
  }
})
