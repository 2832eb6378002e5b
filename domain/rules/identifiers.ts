import type { BookContact } from '../books.ts'
import type { Customer } from '../customer.ts'

/** What identifies a customer beside the name, each in one comparable form; absent where there is nothing usable. */
export interface Identifiers {
  vatNumber?: string
  companyNumber?: string
  accountNumber?: string
  email?: string
  postcode?: string
  phones: string[]
}

/** Ours, comparable. */
export function customerIdentifiers(body: Customer): Identifiers {
  return identifiers({ ...body, postcode: body.billingAddress?.postcode, phones: [body.phone, body.mobile] })
}

/** Theirs, comparable. */
export function contactIdentifiers(contact: BookContact): Identifiers {
  return identifiers(contact)
}

interface Raw {
  vatNumber?: string | undefined
  companyNumber?: string | undefined
  accountNumber?: string | undefined
  email?: string | undefined
  postcode?: string | undefined
  phones: readonly (string | undefined)[]
}

function identifiers(raw: Raw): Identifiers {
  const vatNumber = letters(raw.vatNumber).replace(/^GB(?=\d)/, '')
  const companyNumber = letters(raw.companyNumber)
  const accountNumber = (raw.accountNumber ?? '').trim().toUpperCase()
  const email = (raw.email ?? '').trim().toLowerCase()
  const postcode = letters(raw.postcode)
  return {
    ...(vatNumber.length >= 5 && { vatNumber }),
    ...(companyNumber.length >= 5 && { companyNumber: companyNumber.padStart(8, '0') }),
    ...(accountNumber !== '' && { accountNumber }),
    ...(email.includes('@') && !saysNothing(email) && { email }),
    ...(postcode.length >= 4 && { postcode }),
    phones: raw.phones.map(phone).filter((digits) => digits.length >= 7 && !/^(\d)\1+$/.test(digits)),
  }
}

/** What offices type where a program demands an e-mail: nobody's. */
const saysNothing = (email: string): boolean =>
  /^(none|no|na|n\/a|nil|noemail|no-email|no\.email|unknown|noreply|no-reply|donotreply|tbc)@/.test(email)

const letters = (text: string | undefined): string => (text ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '')

/** Digits after the country's and the trunk prefix: +44 20 …, 0044 20 … and 020 … are one. */
function phone(text: string | undefined): string {
  const digits = (text ?? '')
    .replace(/\(0\)/, '')
    .replace(/(ext|extn|x)\.?\s*\d+\s*$/i, '')
    .replace(/\D/g, '')
  return digits.replace(/^(?:00)?44(?=\d{9,10}$)/, '').replace(/^0+/, '')
}
