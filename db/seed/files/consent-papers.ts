import 'server-only'
import { identity, longDate, sheet, yearsAt, type Paper } from '@/db/seed/files/paper'
import { alerts } from '@/db/seed/files/plan-papers'

type Consent = { about: string; steps: string[]; risks: string[]; instead: string[] }

const texts: Record<string, Consent> = {
  crown: {
    about: 'A crown covers a tooth that is cracked or largely filled. The tooth is shaped, an impression is taken, and a temporary crown protects it until the laboratory has made the final one.',
    steps: ['The tooth is numbed.', 'Old filling and decay come out; a core is built up if needed.', 'The tooth is shaped by one to two millimetres all around.', 'An impression goes to the laboratory; a temporary crown is placed.'],
    risks: ['The nerve may not recover: about one tooth in fifteen needs a root canal later.', 'The temporary crown may come off; call us and keep it.', 'Teeth may feel cold and pressure for some weeks.', 'Porcelain can chip.'],
    instead: ['A large filling, weaker but cheaper.', 'An onlay, if enough of the tooth stands.', 'No treatment: the crack may deepen until the tooth is lost.'],
  },
  root: {
    about: 'In a root canal treatment the inflamed or dead nerve is removed from inside the tooth, the canals are cleaned, shaped and filled, so that the tooth can stay.',
    steps: ['The tooth is numbed and kept dry with a rubber sheet.', 'A small opening is made in the crown.', 'The canals are measured, cleaned and rinsed.', 'The canals are filled and the opening is closed.'],
    risks: ['Soreness for a few days is usual.', 'A fine instrument can break and remain in the canal.', 'Some canals cannot be found or reached; a specialist may be needed.', 'The tooth is more brittle afterwards and needs a crown as a rule.'],
    instead: ['Removing the tooth.', 'Treatment by a specialist.', 'No treatment: infection can spread.'],
  },
  extraction: {
    about: 'The tooth is loosened in its socket and taken out. The wound closes within two weeks, the bone within some months.',
    steps: ['The area is numbed.', 'The tooth is loosened, and parted if its roots hold.', 'The socket is cleaned and pressed closed.', 'You bite on gauze for half an hour.'],
    risks: ['Bleeding, swelling and soreness for some days.', 'A dry socket, which hurts from the third day and is treated here.', 'Numbness of lip or tongue, rarely lasting.', 'An opening to the sinus, with upper back teeth.'],
    instead: ['Saving the tooth by root canal treatment and crown.', 'Waiting, with a risk of infection.', 'Referral to an oral surgeon.'],
  },
  cleaning: {
    about: 'Hard deposits below the gum line are removed so that the gum can heal and tighten around the teeth. One quarter of the mouth is treated at each visit.',
    steps: ['Pocket depths are measured.', 'The area is numbed if you wish.', 'Deposits are removed and roots are smoothed.', 'We measure again after six weeks.'],
    risks: ['Gums may bleed and feel sore for two days.', 'Roots may be sensitive to cold for some weeks.', 'Gums draw back a little as swelling goes down.', 'Some pockets may need surgery later.'],
    instead: ['More frequent ordinary cleanings, which do not reach deep pockets.', 'Treatment by a gum specialist.', 'No treatment: teeth loosen with time.'],
  },
}

export function consent(paper: Paper): Promise<Buffer> {
  const { document, name, provider, patient } = paper
  const kind = /crown/i.test(document.title) ? 'crown' : /root/i.test(document.title) ? 'root' : /extraction/i.test(document.title) ? 'extraction' : 'cleaning'
  const text = texts[kind]!
  const minor = yearsAt(patient.birthDate, document.takenOn) < 18
  const guardian = patient.contacts.find((c) => c.kind === 'guardian')?.name
  return sheet(paper)
    .title(document.title)
    .facts(identity(paper))
    .heading('What it is')
    .paragraph(text.about)
    .heading('What will happen')
    .bullets(text.steps)
    .heading('What can go wrong')
    .paragraph('Most treatments go as planned. You should know of these before you agree:')
    .bullets(text.risks)
    .heading('What else could be done')
    .bullets(text.instead)
    .page()
    .heading('Your health, as we have it')
    .table(['Matter', 'Detail'], alerts(paper), [1.4, 4])
    .paragraph('Please correct us if anything is missing: medicines, allergies, a pregnancy, a new diagnosis.')
    .heading('What you agree to')
    .bullets([
      `I agree that ${provider.displayName} treats ${document.tooth ? `tooth ${document.tooth}` : 'me'} as described.`,
      'I could ask questions, and they were answered in words I understood.',
      'I may withdraw this consent at any time, also during treatment.',
      'I know whom to call if I have pain or bleeding after hours.',
    ])
    .heading('Signed')
    .signatures([
      { who: minor && guardian ? guardian : name, as: minor ? `Parent or guardian of ${name}` : 'Patient', on: longDate(document.takenOn) },
      { who: provider.displayName, as: 'Dentist', on: longDate(document.takenOn) },
    ])
    .finish()
}

export function privacyNotice(paper: Paper): Promise<Buffer> {
  const { document, r, name, patient, practice } = paper
  const minor = yearsAt(patient.birthDate, document.takenOn) < 18
  const guardian = patient.contacts.find((c) => c.kind === 'guardian')?.name
  return sheet(paper)
    .title('Notice of privacy practices', `${practice.name}. In force since January 1, ${Number(document.takenOn.slice(0, 4)) - 1}`)
    .paragraph('This notice says how information about your health may be used and passed on, and how you can see it. Please read it with care.')
    .heading('How we use what we know about you')
    .bullets([
      'To treat you: the people who treat you here read your record, and we pass on what a specialist needs when you are referred.',
      'To be paid: we send your insurer what it asks for in order to decide on a claim.',
      'To run the practice: to check the quality of our work, to train new staff and to keep our books.',
      'When the law requires it, and then only what it requires.',
    ])
    .heading('What we do only if you say so')
    .bullets(['Passing on your record to an employer, a school or a relative.', 'Using your photograph in teaching or on a web page.', 'Sending you advertising. We do not sell what we know about you.'])
    .heading('In the portal')
    .paragraph('Documents that we release to you can be read in the portal, by you and by those whom you have named. The portal shows you who has opened them, here and at home, with date and time.')
    .page()
    .heading('Your rights')
    .bullets([
      'To see and copy your record, within thirty days of asking, on paper or in electronic form.',
      'To have a mistake corrected, or your disagreement written beside it.',
      'To learn to whom your record was passed on.',
      'To ask that we do not tell your insurer about what you pay for yourself.',
      'To be reached in the way you choose: by telephone, by mail, at another address.',
      'To be told within sixty days if your information has come into wrong hands.',
      'To name somebody who may act for you.',
    ])
    .heading('If you are not content')
    .paragraph(`Speak with our privacy officer at ${practice.phone} or ${practice.email}. You can also complain to the Department of Health and Human Services. Nobody will treat you differently because you complained.`)
    .heading('Changes')
    .paragraph('We may change this notice. The new one then holds for what we already know about you, hangs at the front desk, and is yours for the asking.')
    .page()
    .heading('Acknowledgement')
    .facts(identity(paper))
    .paragraph('I have received the notice of privacy practices. This is no consent to treatment, and I need not sign it in order to be treated.')
    .bullets([`Reach me by: ${r.pick(['telephone', 'text message', 'e-mail', 'letter'])}.`, `You may leave a message: ${r.pick(['yes', 'yes, but only your name and number', 'no'])}.`, `You may speak with: ${patient.contacts[0]?.name ?? 'nobody else'}.`])
    .signatures([{ who: minor && guardian ? guardian : name, as: minor ? `Parent or guardian of ${name}` : 'Patient', on: longDate(document.takenOn) }])
    .finish()
}

const questions = [
  'Heart trouble, or surgery on the heart', 'High or low blood pressure', 'Stroke', 'Pacemaker or another implant', 'Diabetes', 'Asthma or other lung trouble',
  'Bleeding that is slow to stop', 'Liver or kidney disease', 'Seizures', 'Artificial joint', 'Treatment for cancer', 'Reflux or stomach ulcer', 'Grinding or clenching at night', 'Smoking or vaping',
]

export function healthHistory(paper: Paper): Promise<Buffer> {
  const { document, r, name, patient } = paper
  const known = patient.alerts.map((alert) => alert.text.toLowerCase()).join(' ')
  const yes = (question: string): boolean =>
    (/pacemaker/i.test(question) && known.includes('pacemaker')) || (/blood pressure/i.test(question) && known.includes('pressure')) ||
    (question === 'Diabetes' && known.includes('diabetes')) || (/asthma/i.test(question) && known.includes('asthma')) ||
    (/heart/i.test(question) && known.includes('heart')) || (/bleeding/i.test(question) && known.includes('thinner')) || r.chance(0.06)
  const minor = yearsAt(patient.birthDate, document.takenOn) < 18
  const guardian = patient.contacts.find((c) => c.kind === 'guardian')?.name
  return sheet(paper)
    .title('Health history', 'Filled in by the patient or guardian; checked at the counter')
    .facts(identity(paper, [['Telephone', patient.phone], ['Address', patient.address.replace('\n', ', ')], ['In an emergency', `${patient.contacts[0]?.name ?? 'not given'} (${patient.contacts[0]?.relation ?? ''})`]]))
    .heading('Have you had, or do you have')
    .table(['Question', 'Yes', 'No'], questions.map((q) => (yes(q) ? [q, 'X', ''] : [q, '', 'X'])), [5, 0.7, 0.7])
    .page()
    .heading('Allergies, medicines, and what we should know')
    .table(['Matter', 'Detail'], alerts(paper), [1.4, 4])
    .heading('Your teeth')
    .table(['Question', 'Answer'], [
      ['Last visit to a dentist', r.pick(['six months ago', 'about a year ago', 'more than two years ago'])],
      ['Do your gums bleed when you brush?', r.pick(['no', 'sometimes', 'often'])],
      ['Does anything hurt today?', r.pick(['no', 'cold drinks on the left', 'when I chew on the right'])],
      ['How do you feel about dental visits?', known.includes('anxious') ? 'very nervous' : r.pick(['fine', 'a little nervous', 'fine, if you tell me what comes'])],
      ['What would you like to change?', r.pick(['nothing', 'the colour of my front teeth', 'the chipped edge', 'the gap where the tooth is missing'])],
    ], [2.4, 3])
    .paragraph('What I have written is true to the best of my knowledge. I will tell you of changes at the next visit.')
    .signatures([{ who: minor && guardian ? guardian : name, as: minor ? `Parent or guardian of ${name}` : 'Patient', on: longDate(document.takenOn) }])
    .finish()
}
