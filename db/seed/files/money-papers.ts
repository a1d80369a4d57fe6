import 'server-only'
import { covered, fees, servicesOf, toothless, type Service } from '@/db/seed/files/fees'
import { dateAfter, dollars, longDate, sheet, type Paper } from '@/db/seed/files/paper'

type Line = { on: string; what: string; tooth: string; fee: number; plan: number }

function lines(paper: Paper): Line[] {
  const { visit, document, patient, r } = paper
  const on = visit ? visit.startsAt.toISOString().slice(0, 10) : document.takenOn
  const services: Service[] = servicesOf(visit?.reason ?? '')
  return services.map((service) => ({
    on, what: service, tooth: toothless.has(service) ? '' : (document.tooth ?? ''), fee: fees[service], plan: patient.insurance ? covered(service, r) : 0,
  }))
}

export function statement(paper: Paper): Promise<Buffer> {
  const { document, name, patient, practice, r } = paper
  const all = lines(paper)
  const before = r.chance(0.4) ? r.int(20, 140) * 100 : 0
  const fee = all.reduce((cents, line) => cents + line.fee, 0)
  const plan = all.reduce((cents, line) => cents + line.plan, 0)
  const paid = r.chance(0.5) ? Math.min(before + fee - plan, r.int(20, 90) * 100) : 0
  const due = before + fee - plan - paid
  return sheet(paper)
    .title('Account statement', `${longDate(document.takenOn)}, number ${r.int(30000, 79999)}`)
    .facts([['For', name], ['Chart', patient.chartNumber], ['Address', patient.address.replace('\n', ', ')], ['Due', due > 0 ? longDate(dateAfter(document.takenOn, 30)) : 'nothing']])
    .heading('Since the last statement')
    .table(['Date', 'What', 'Charge', 'Plan', 'You'], [
      ['', 'Carried over', '', '', dollars(before)],
      ...all.map((line) => [line.on, line.what, dollars(line.fee), dollars(-line.plan), dollars(line.fee - line.plan)]),
      ...(paid ? [[dateAfter(document.takenOn, -4), 'Payment received, thank you', '', '', dollars(-paid)]] : []),
    ], [1.4, 3.8, 1.3, 1.3, 1.3], [2, 3, 4], ['', 'Please pay', dollars(fee), dollars(-plan), dollars(due)])
    .paragraph(due > 0 ? 'If this amount is hard to pay at once, tell us: we spread it over six months without interest.' : 'Nothing is due. Please keep this statement for your records.')
    .page()
    .heading('How the amounts came about')
    .paragraph('A charge is our fee on the day of treatment. Plan is what your insurer has paid or, where it has not answered yet, what we expect. If the insurer decides otherwise, your next statement says so and gives its reason.')
    .table(['Age of the balance', 'Amount'], [['Up to 30 days', dollars(due - Math.min(before, due))], ['31 to 60 days', dollars(Math.min(before, due))], ['Older', dollars(0)]], [3, 1.4], [1])
    .heading('Paying')
    .bullets([`At the counter, or by telephone at ${practice.phone}.`, `By check to ${practice.name}, ${practice.address.replace('\n', ', ')}. Please write ${patient.chartNumber} on it.`])
    .heading('If something is wrong')
    .paragraph(`Write to ${practice.email} within sixty days. While we look into it, you need not pay the amount in question.`)
    .finish()
}

export function insuranceLetter(paper: Paper): Promise<Buffer> {
  const { document, name, patient, r, practice } = paper
  const insurance = patient.insurance ?? { carrier: 'Bluestem Dental Mutual', member: 'not given', group: 'not given', subscriber: name }
  const ahead = document.title.startsWith('Predetermination')
  const all = lines({ ...paper, patient: { ...patient, insurance } })
  const refused = r.chance(0.3)
  const used = r.int(200, 1200) * 100
  const rows = all.map((line, i) => {
    const pays = refused && i === all.length - 1 ? 0 : line.plan
    return [line.on, line.what, dollars(line.fee), dollars(pays), dollars(line.fee - pays), pays === 0 ? 'B' : pays < line.fee ? 'A' : '']
  })
  return sheet(paper)
    .title(document.title, `${insurance.carrier}, received by ${practice.name}`)
    .facts([['Patient', name], ['Date of birth', longDate(patient.birthDate)], ['Subscriber', insurance.subscriber], ['Member', insurance.member], ['Group', insurance.group], ['Claim', `${r.int(100, 999)}-${r.int(10000, 99999)}`], ['Date of decision', longDate(dateAfter(document.takenOn, -3))], ['Dentist', paper.provider.displayName]])
    .paragraph(`Patient: ${name}, date of birth: ${patient.birthDate.replace(/(\d+)-(\d+)-(\d+)/, '$2/$3/$1')}`)
    .heading(ahead ? 'What we would pay' : 'What we paid')
    .table(['Date', 'Treatment', 'Charged', ahead ? 'We would pay' : 'We paid', 'Your part', 'Note'], rows, [1.4, 3.4, 1.2, 1.4, 1.2, 0.6], [2, 3, 4])
    .bullets(['A: your plan pays a part of this treatment after the yearly deductible.', 'B: your plan asks for an X-ray and a reason before it decides; the office has been told.'])
    .paragraph(ahead ? 'This is no promise to pay. It depends on your coverage on the day of treatment and on what is left of this year’s maximum.' : 'This is not a bill. Your dental office will tell you what remains.')
    .page()
    .heading('Your year so far')
    .table(['', 'Limit', 'Used', 'Left'], [['Yearly maximum', dollars(150000), dollars(used), dollars(150000 - used)], ['Deductible', dollars(5000), dollars(5000), dollars(0)], ['Cleanings', '2', '1', '1']], [2.4, 1.2, 1.2, 1.2], [1, 2, 3])
    .heading('If you disagree')
    .paragraph('You may ask for a review within 180 days. Write what you disagree with and why; your dentist can add X-rays and notes. Somebody who had no part in the first decision will look at it, and answers within thirty days.')
    .bullets([`${insurance.carrier}, Reviews, 400 Prairie Plaza, Otter Creek`, 'Member line: (800) 555-0160, weekdays from eight to six'])
    .paragraph(`${insurance.carrier} is an invented carrier.`)
    .finish()
}

export function letter(paper: Paper): Promise<Buffer> {
  const { document, patient, practice, provider, r, spanish, name } = paper
  const on = longDate(document.takenOn, spanish)
  const removed = document.title.startsWith('After your extraction')
  const page = sheet(paper)
  if (spanish) {
    return page
      .title(removed ? 'Después de su extracción' : 'Gracias por su visita', `${name} · ${on}`)
      .paragraph(`Estimada familia ${patient.familyName}:`)
      .paragraph(`gracias por venir a ${practice.name}. Aquí tiene por escrito lo que hablamos en la consulta.`)
      .bullets(removed
        ? ['Muerda la gasa durante media hora.', 'No se enjuague hoy; desde mañana, con agua tibia y sal.', 'Coma blando y frío durante dos días y mastique por el otro lado.', 'No fume durante tres días.']
        : ['Cepíllese dos veces al día durante dos minutos.', 'Use hilo dental entre las muelas de atrás, sobre todo a la izquierda.', 'Venga otra vez dentro de seis meses.'])
      .paragraph(`Si algo le duele o le preocupa, llámenos al ${practice.phone}.`)
      .signatures([{ who: provider.displayName, as: practice.name, on }])
      .finish()
  }
  return page
    .title(removed ? 'After your extraction' : 'Thank you for coming', `${name} · ${on}`)
    .paragraph(`Dear ${patient.preferredName || patient.givenName},`)
    .paragraph(`it was good to see you at ${practice.name}. Here is what we spoke about, so that you have it in writing.`)
    .bullets(removed
      ? ['Bite on the gauze for half an hour; fold a new one if it still bleeds.', 'Do not rinse today. From tomorrow, rinse gently with warm salt water.', 'Eat soft, cool food for two days, and chew on the other side.', 'Do not smoke for three days, and do not drink through a straw.', 'Two or three days of soreness are usual. Pain that grows on the third day is not: call us.']
      : [r.pick(['The gums on the lower left bled a little less than last time: what you do there works.', 'The edge of the front tooth is smooth again and needs nothing more.', 'We keep an eye on the small shadow between the two back teeth; it has not grown.']), 'Brush for two minutes, twice a day, with the soft brush we gave you.', `Your next check-up would be around ${longDate(dateAfter(document.takenOn, 182))}.`])
    .paragraph(`If anything hurts or worries you, call ${practice.phone}. After hours the same number tells you who is on call.`)
    .paragraph('With kind regards')
    .signatures([{ who: provider.displayName, as: practice.name, on }])
    .finish()
}
