import 'server-only'
import { covered, fees, servicesOf, toothless, type Service } from '@/db/seed/files/fees'
import { dateAfter, dollars, identity, longDate, sheet, type Paper } from '@/db/seed/files/paper'

const findings = [
  'The filling has a gap at its edge where food collects.',
  'A crack runs along one cusp and opens a little when you bite.',
  'The X-ray shows decay between the teeth, reaching the inner layer.',
  'The gum has drawn back and the pocket measures five millimetres.',
  'The old filling is larger than what is left of the tooth around it.',
]
const choices = [
  'A crown holds the tooth together from outside. It takes two visits and lasts ten to fifteen years as a rule.',
  'A larger filling costs less and is done in one visit, but a cracked cusp may break beneath it.',
  'Waiting is possible while it does not hurt. We would look again in three months, and the tooth may need more then.',
]

export function treatmentPlan(paper: Paper): Promise<Buffer> {
  const { document, r, name, provider, patient } = paper
  const tooth = document.tooth ?? String(r.pick([3, 14, 19, 30, 4, 13]))
  const seen = r.shuffle(findings)
  const first: Service[] = [...new Set<Service>([...servicesOf(paper.visit?.reason ?? ''), 'Core build-up', 'Porcelain crown'])].filter((s) => s !== 'Single X-ray')
  const second: Service[] = r.shuffle<Service>(['Tooth-coloured filling, two surfaces', 'Cleaning', 'Night guard', 'Fluoride varnish']).slice(0, 2)
  const rows = (services: Service[], step: string) =>
    services.map((service) => {
      const pays = patient.insurance ? covered(service, r) : 0
      return [step, service, toothless.has(service) ? '' : tooth, dollars(fees[service]), dollars(pays), dollars(fees[service] - pays)]
    })
  const all = [...rows(first, '1'), ...rows(second, '2')]
  const sum = (services: Service[]) => services.reduce((cents, service) => cents + fees[service], 0)
  const whole = sum(first) + sum(second)
  const pays = all.reduce((cents, row) => cents + Math.round(Number(row[4]!.replace(/[$,]/g, '')) * 100), 0)
  return sheet(paper)
    .title('Treatment plan', `Prepared for ${name} on ${longDate(document.takenOn)}`)
    .facts(identity(paper, [['Plan', patient.insurance?.carrier ?? 'Paying without insurance']]))
    .heading('What we saw')
    .bullets([`Tooth ${tooth}: ${seen[0]}`, seen[1]!, 'Everything else looks as it did at your last visit.'])
    .heading('What we suggest')
    .table(['Step', 'Treatment', 'Tooth', 'Fee', 'Plan pays', 'You pay'], all, [0.7, 4.2, 0.9, 1.4, 1.4, 1.4], [3, 4, 5],
      ['', 'Together', '', dollars(whole), dollars(pays), dollars(whole - pays)])
    .paragraph('What your plan pays is our estimate. Only your insurer can promise it, and we ask in writing before we begin work above 300 dollars.')
    .page()
    .heading('Your choices')
    .bullets(choices)
    .heading('How the visits go')
    .paragraph(`Step 1 takes two visits of about ninety minutes and forty-five minutes, three weeks apart, with ${provider.displayName}. Step 2 can wait for your next check-up. You may eat beforehand, and drive home afterwards.`)
    .paragraph(`This plan and its prices hold until ${longDate(dateAfter(document.takenOn, 180))}. You can change your mind at any step, and a step you have begun can be finished alone.`)
    .heading('Agreed')
    .paragraph('I have read the plan, asked what I wanted to ask, and understand that treatment may change once a tooth is opened.')
    .signatures([
      { who: name, as: 'Patient or guardian', on: longDate(document.takenOn) },
      { who: provider.displayName, as: 'Dentist', on: longDate(document.takenOn) },
    ])
    .finish()
}

const specialists: Record<string, [string, string, string]> = {
  'Referral to an endodontist': ['Dr. Ottilie Brandt', 'Harpeth Root Canal Specialists', 'canals that curve more than we treat here'],
  'Referral to an oral surgeon': ['Dr. Emeka Nwosu', 'Two Bridges Oral Surgery', 'a wisdom tooth close to the nerve'],
  'Referral to an orthodontist': ['Dr. Solveig Aune', 'Straightline Orthodontics', 'crowding of the front teeth'],
}

export function referral(paper: Paper): Promise<Buffer> {
  const { document, r, name, provider, patient, practice } = paper
  const [doctor, office, why] = specialists[document.title] ?? specialists['Referral to an endodontist']!
  return sheet(paper)
    .title(document.title, `${doctor}, ${office}, 12 Assembly Square, Ferris Landing`)
    .facts(identity(paper, [['Phone', patient.phone], ['Please see within', r.pick(['one week', 'two weeks', 'one month'])]]))
    .paragraph(`Dear ${doctor},`)
    .paragraph(`thank you for seeing ${name}, who comes to you because of ${why}. We saw ${patient.givenName} on ${longDate(document.takenOn)} for: ${paper.visit?.reason.toLowerCase() ?? 'a check-up'}.`)
    .heading('What we found')
    .bullets([r.pick(findings), `Cold test: ${r.pick(['lingering, eleven seconds', 'brief and sharp', 'no answer'])}. Tapping: ${r.pick(['tender', 'not tender'])}.`, `Pockets around the tooth: ${r.int(2, 4)}, ${r.int(2, 4)}, ${r.int(3, 6)} millimetres.`])
    .heading('Please')
    .bullets(['examine and treat as you see fit, after speaking with the patient;', 'send us your report and a final X-ray;', 'return the patient to us for the permanent restoration.'])
    .page()
    .heading('Health at a glance')
    .table(['Matter', 'Detail'], alerts(paper), [1.4, 4])
    .heading('What we enclose')
    .bullets(['The most recent X-ray, taken here, at full size.', 'Our notes of the visit.', 'A copy of the insurance card, if there is one.'])
    .paragraph(`Questions reach me at ${practice.phone}. Thank you for your care of our patient.`)
    .signatures([{ who: provider.displayName, as: practice.name, on: longDate(document.takenOn) }])
    .finish()
}

export function alerts(paper: Paper): string[][] {
  const kinds = { allergy: 'Allergy', condition: 'Condition', medication: 'Medicine', other: 'Good to know' }
  const rows = paper.patient.alerts.map((alert) => [kinds[alert.kind], `${alert.text}${alert.severe ? ' (important)' : ''}`])
  return rows.length > 0 ? rows : [['Allergies', 'None known'], ['Conditions', 'None reported']]
}

export function labReport(paper: Paper): Promise<Buffer> {
  const { document, r, name, provider } = paper
  const shade = r.pick(['A2', 'A3', 'B1', 'B2', 'C1'])
  const made = dateAfter(document.takenOn, -r.int(2, 6))
  return sheet(paper)
    .title('Laboratory report', 'Kilnwright Dental Ceramics, 7 Foundry Yard, Marrow Gap')
    .facts(identity(paper, [['Case', `K-${r.int(20000, 89999)}`], ['Finished', longDate(made)], ['Technician', r.pick(['M. Osei', 'T. Lindgren', 'P. Varga'])]]))
    .heading('What was made')
    .table(['Part', 'Material', 'Batch', 'Thickness'], [
      ['Crown, outer', 'Lithium disilicate, pressed', `LS-${r.int(100, 999)}`, `${r.real(1.4, 1.9).toFixed(1)} mm`],
      ['Crown, inner', 'Ceramic liner', `CL-${r.int(100, 999)}`, '0.3 mm'],
      ['Glaze', 'Low-fusing, two firings', `GL-${r.int(100, 999)}`, '0.05 mm'],
    ], [2, 3, 1.3, 1.2], [3])
    .heading('Shade and shape')
    .bullets([`Body ${shade}, neck half a step darker, biting edge translucent.`, 'Contacts: light on both sides, tested with eight-micrometre foil.', `Bite: clear by ${r.int(10, 30)} micrometres on the model.`, 'Surface texture follows the neighbouring tooth.'])
    .page()
    .heading('Checks before leaving')
    .table(['Check', 'Wanted', 'Measured', 'Result'], [
      ['Gap at the margin', 'at most 60 µm', `${r.int(18, 52)} µm`, 'good'],
      ['Cement space', '40 to 80 µm', `${r.int(44, 74)} µm`, 'good'],
      ['Thinnest place', 'at least 1.0 mm', `${r.real(1.05, 1.4).toFixed(2)} mm`, 'good'],
      ['Fit on second model', 'no rocking', 'none', 'good'],
    ], [2.4, 2, 1.6, 1], [])
    .heading('Care')
    .paragraph('Etch the inner face for twenty seconds before bonding. Do not adjust the biting surface without polishing it afterwards: a rough ceramic wears the tooth that meets it.')
    .paragraph(`This report belongs to the record of ${name}. The materials are listed so that an allergy can be checked against them for as long as the crown is worn.`)
    .signatures([{ who: 'Kilnwright Dental Ceramics', as: 'Laboratory', on: longDate(made) }, { who: provider.displayName, as: 'Received', on: longDate(document.takenOn) }])
    .finish()
}
