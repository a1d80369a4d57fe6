import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { expect, test } from 'vitest'
import { mailTo, receiveMail } from './mailbox'

test('letters are read back as they were written, long lines and accents included', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'enamel-mail-'))
  const { url, close } = await receiveMail(folder)
  const text = `Querida Ñandú, ábrela: https://localhost/join?x=${'a1-_'.repeat(40)}\nAdiós`
  await nodemailer.createTransport(url).sendMail({ from: 'a@enamel.example', to: 'b@enamel.example', subject: 'Invitación número uno', text, html: '<p>other</p>' })
  const mail = await mailTo(folder, 'b@enamel.example')
  await close()
  expect(mail.subject).toBe('Invitación número uno')
  expect(mail.text.replaceAll('\r', '').trim()).toBe(text)
})
