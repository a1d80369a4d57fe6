import 'server-only'
import type { AlertKind, ContactKind, PortalRelation } from '@/db/seed/story/types'

/** One line of the register as it was invented; story/patients.ts gives it phones, addresses and charts. */
export type PatientLine = {
  given: string
  family: string
  birth: string
  /** Instead of the year of birth: days from today until eighteen. */
  ofAgeIn?: number
  preferred?: string
  spanish?: true
  /** Households share address, phone and policy. */
  home?: string
  /** Index into the invented carriers; absent for people who pay themselves. */
  carrier?: number
  alerts?: [AlertKind, string, severe?: 'severe'][]
  contacts?: [ContactKind, string, string][]
  /** Who uses the portal for this record: [person key, relation]. */
  portal?: [string, PortalRelation][]
  note?: string
  archived?: string
}

const latex: [AlertKind, string, 'severe'] = ['allergy', 'Latex', 'severe']
const penicillin: [AlertKind, string, 'severe'] = ['allergy', 'Penicillin', 'severe']
const thinner: [AlertKind, string, 'severe'] = ['medication', 'Takes a blood thinner', 'severe']
const pacemaker: [AlertKind, string, 'severe'] = ['condition', 'Pacemaker: no ultrasonic scaler', 'severe']
const anxious: [AlertKind, string] = ['other', 'Anxious: explain each step, breaks on a raised hand']
const pressure: [AlertKind, string] = ['condition', 'High blood pressure']
const diabetes: [AlertKind, string] = ['condition', 'Diabetes, type 2']
const asthma: [AlertKind, string] = ['condition', 'Asthma: inhaler within reach']
const pregnant: [AlertKind, string] = ['condition', 'Pregnant: no elective X-rays']
const gag: [AlertKind, string] = ['other', 'Strong gag reflex']
const codeine: [AlertKind, string] = ['allergy', 'Codeine']
const valve: [AlertKind, string, 'severe'] = ['condition', 'Heart valve: antibiotic before treatment', 'severe']

/** Ferris Landing: 36 records. Katherine and Catherine Nguyen are alike on purpose. */
export const riverbendLines: PatientLine[] = [
  { given: 'Marisol', family: 'Vega', birth: '1986-04-17', home: 'vega', carrier: 0, alerts: [penicillin],
    contacts: [['emergency', 'Lucía Vega', 'Sister']], portal: [['marisol', 'self']] },
  { given: 'Theo', family: 'Vega-Lindqvist', birth: '2016-09-02', home: 'vega', carrier: 0, alerts: [asthma],
    contacts: [['guardian', 'Marisol Vega', 'Mother'], ['guardian', 'Anders Lindqvist', 'Father']],
    portal: [['marisol', 'parent'], ['anders', 'parent']], note: 'Parents live apart; both bring him.' },
  { given: 'Katherine', family: 'Nguyen', birth: '1984-03-12', preferred: 'Kathy', carrier: 1, alerts: [latex],
    contacts: [['emergency', 'Peter Nguyen', 'Husband']], portal: [['katherine', 'self']],
    note: 'Not Catherine Nguyen: check the birth date.' },
  { given: 'Catherine', family: 'Nguyen', birth: '1984-03-21', carrier: 2,
    contacts: [['emergency', 'Linh Nguyen', 'Mother']], portal: [['catherine', 'self']],
    note: 'Not Katherine Nguyen: check the birth date.' },
  { given: 'Colette', family: 'Marchand', birth: '1957-11-29', carrier: 1, alerts: [pressure],
    contacts: [['emergency', 'Rémy Marchand', 'Son']], portal: [['colette', 'self']],
    archived: 'Moved away; records sent on' },
  { given: 'Rosa Elena', family: 'Ibarra', birth: '1972-06-08', preferred: 'Rosa', spanish: true, home: 'ibarra', carrier: 3,
    alerts: [diabetes], contacts: [['emergency', 'Julio Ibarra', 'Husband']], portal: [['rosa', 'self'], ['julio', 'helper']] },
  { given: 'Emiliano', family: 'Ibarra', birth: '2012-02-25', spanish: true, home: 'ibarra', carrier: 3,
    contacts: [['guardian', 'Rosa Elena Ibarra', 'Mother']], portal: [['rosa', 'parent']] },
  { given: 'Harold', family: 'Teague', birth: '1944-01-15', preferred: 'Hal', carrier: 2,
    alerts: [pacemaker, thinner, ['other', 'Hard of hearing: speak to the left side']],
    contacts: [['emergency', 'Nadine Teague', 'Daughter'], ['guarantor', 'Nadine Teague', 'Daughter']],
    portal: [['nadine', 'carer']] },
  { given: 'Delphine', family: 'Carrow', birth: '1979-08-03', carrier: 1, contacts: [['emergency', 'Miles Carrow', 'Husband']],
    portal: [['delphine', 'self']], note: 'County commissioner; prefers the side entrance.' },
  { given: 'Wei-Lin', family: 'Zhao', birth: '1991-12-05', carrier: 0, portal: [['weilin', 'self']] },
  { given: 'Aoife', family: 'Brannigan', birth: '1995-05-19', alerts: [pregnant], carrier: 0, portal: [['aoife', 'self']] },
  { given: 'Kwame', family: 'Asante', birth: '1968-10-30', carrier: 3, alerts: [pressure], portal: [['kwame', 'self']] },
  { given: 'Priya', family: 'Subramanian', birth: '1988-07-22', carrier: 2, alerts: [codeine] },
  { given: 'Leila', family: 'Farahani', birth: '1999-03-30', alerts: [anxious], portal: [['leila', 'self']] },
  { given: 'Tobias', family: 'Reinholt', birth: '1961-09-11', carrier: 1, alerts: [thinner] },
  { given: 'Yuki', family: 'Tanabe', birth: '1976-02-14', carrier: 0, portal: [['yuki', 'self']] },
  { given: 'Malik', family: 'Washington', birth: '2003-11-08', carrier: 3 },
  { given: 'Ingrid', family: 'Sørensen', birth: '1953-04-26', carrier: 2, alerts: [valve] },
  { given: 'Dmitri', family: 'Antonov', birth: '1982-08-17', alerts: [latex] },
  { given: 'Esperanza', family: 'Quiroga', birth: '1966-12-12', spanish: true, carrier: 3, alerts: [diabetes],
    portal: [['esperanza', 'self']] },
  { given: 'Jamal', family: 'Whitfield', birth: '1993-06-27', carrier: 0, portal: [['jamal', 'self']] },
  { given: 'Hannah', family: 'Lindenbaum', birth: '1949-10-04', carrier: 1, alerts: [penicillin, thinner] },
  { given: 'Siddharth', family: 'Rao', birth: '1985-01-23', preferred: 'Sid', carrier: 0, portal: [['sid', 'self']] },
  { given: 'Chloé', family: 'Beaumont', birth: '2001-07-14', alerts: [anxious, gag] },
  { given: 'Mateus', family: 'Figueira', birth: '1974-03-06', carrier: 2 },
  { given: 'Olamide', family: 'Adeyemi', birth: '1997-09-25', carrier: 1, portal: [['olamide', 'self']] },
  { given: 'Grace', family: 'Kim-Porter', birth: '1980-05-02', carrier: 3, alerts: [codeine], portal: [['grace', 'self']] },
  { given: 'Bao', family: 'Pham', birth: '1958-08-28', carrier: 0, alerts: [diabetes, pressure] },
  { given: 'Zainab', family: 'Siddiqui', birth: '1987-11-16', home: 'siddiqui', carrier: 1, portal: [['zainab', 'self']] },
  { given: 'Noor', family: 'Siddiqui', birth: '2018-04-09', home: 'siddiqui', carrier: 1, alerts: [['allergy', 'Amoxicillin', 'severe']],
    contacts: [['guardian', 'Zainab Siddiqui', 'Mother']], portal: [['zainab', 'parent']] },
  { given: 'Luca', family: 'Ferraro', birth: '1970-01-31', carrier: 2 },
  { given: 'Pearl', family: 'Hutchins', birth: '1938-06-20', alerts: [thinner, ['other', 'Uses a walker: allow more time']],
    contacts: [['emergency', 'Dale Hutchins', 'Son']] },
  { given: 'Giorgos', family: 'Pappas', birth: '1964-02-09', preferred: 'George', carrier: 3, alerts: [pressure] },
  { given: 'Tamsin', family: 'Aldridge', birth: '1992-10-21', carrier: 0, portal: [['tamsin', 'self']] },
  { given: 'Desmond', family: 'Achebe', birth: '1955-05-13', carrier: 2, alerts: [latex, pressure] },
  { given: 'Violet', family: 'Kowalczyk', birth: '2009-12-01', ofAgeIn: 41, carrier: 1,
    contacts: [['guardian', 'Marek Kowalczyk', 'Father']], portal: [['marek', 'parent']] },
]

/** Pell Ridge: 24 records. Jon Petersen and John Peterson are alike on purpose. */
export const cedarLines: PatientLine[] = [
  { given: 'Theo', family: 'Vega-Lindqvist', birth: '2016-09-02', home: 'vega', carrier: 0, alerts: [asthma],
    contacts: [['guardian', 'Marisol Vega', 'Mother'], ['other', 'Anders Lindqvist', 'Father']],
    portal: [['marisol', 'parent']], note: 'Orthodontic check-ups only. Access for the mother alone so far.' },
  { given: 'Anders', family: 'Lindqvist', birth: '1983-02-11', carrier: 1, contacts: [['emergency', 'Karin Lindqvist', 'Mother']],
    portal: [['anders', 'self']] },
  { given: 'Jon', family: 'Petersen', birth: '1990-07-30', carrier: 2, portal: [['jon', 'self']], note: 'Not John Peterson.' },
  { given: 'John', family: 'Peterson', birth: '1990-07-03', carrier: 2, alerts: [penicillin], note: 'Not Jon Petersen.' },
  { given: 'Ama', family: 'Boateng', birth: '1978-09-17', carrier: 0, portal: [['ama', 'self']] },
  { given: 'Lupe', family: 'Castañeda', birth: '1969-04-04', spanish: true, carrier: 3, alerts: [diabetes], portal: [['lupe', 'self']] },
  { given: 'Björn', family: 'Halvorsen', birth: '1947-12-19', carrier: 1, alerts: [thinner] },
  { given: 'Rukmini', family: 'Iyer', birth: '1994-08-08', carrier: 0, portal: [['rukmini', 'self']] },
  { given: 'Clarence', family: 'Odom', birth: '1951-03-27', carrier: 2, alerts: [pacemaker] },
  { given: 'Freya', family: 'MacAllister', birth: '2006-01-18', carrier: 3, alerts: [anxious] },
  { given: 'Hyun-woo', family: 'Jang', birth: '1981-06-15', carrier: 0, portal: [['hyunwoo', 'self']] },
  { given: 'Shira', family: 'Goldfarb', birth: '1989-10-10', alerts: [latex], portal: [['shira', 'self']] },
  { given: 'Abdirahman', family: 'Warsame', birth: '1996-05-05', carrier: 1 },
  { given: 'Paloma', family: 'Duarte', birth: '1973-11-22', spanish: true, carrier: 3, alerts: [pressure] },
  { given: 'Otis', family: 'Franklin', birth: '1962-07-19', carrier: 2, alerts: [gag] },
  { given: 'Milena', family: 'Novotná', birth: '1998-02-28', carrier: 0, portal: [['milena', 'self']] },
  { given: 'Samir', family: 'Khoury', birth: '1977-08-13', carrier: 1, alerts: [codeine] },
  { given: 'Kaya', family: 'Thornton', birth: '2000-09-09', portal: [['kaya', 'self']] },
  { given: 'Beatriz', family: 'Monteiro', birth: '1984-12-31', carrier: 0, alerts: [pregnant] },
  { given: 'Eleanor', family: 'Ashgrove', birth: '1951-05-24', home: 'ashgrove', carrier: 2, alerts: [valve], portal: [['eleanor', 'self']] },
  { given: 'Finn', family: 'Ashgrove', birth: '2014-03-16', home: 'ashgrove', carrier: 2,
    contacts: [['guardian', 'Eleanor Ashgrove', 'Grandmother']], portal: [['eleanor', 'guardian']] },
  { given: 'Thuy', family: 'Le', birth: '1967-01-07', carrier: 1, portal: [['thuy', 'self']] },
  { given: 'Marcus', family: 'Bellamy', birth: '1986-10-01', carrier: 3 },
  { given: 'Ikaika', family: 'Kealoha', birth: '1992-04-20', carrier: 0, alerts: [asthma], portal: [['ikaika', 'self']] },
]

/** People who use the portal without being anybody's patient here, and those whose names differ from their record's. */
export const proxyNames: Record<string, string> = {
  nadine: 'Nadine Teague',
  marek: 'Marek Kowalczyk',
  anders: 'Anders Lindqvist',
  julio: 'Julio Ibarra',
}
