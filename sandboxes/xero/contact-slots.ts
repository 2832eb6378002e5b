import { type Element, list, sent, text } from './element.ts'
import type { Contact } from './rows.ts'

/** Every contact has these slots, filled or not; sent ones are merged in by type. */
const ADDRESS_PARTS = [
  'AddressLine1',
  'AddressLine2',
  'AddressLine3',
  'AddressLine4',
  'City',
  'Region',
  'PostalCode',
  'Country',
  'AttentionTo',
]
const ADDRESS_SHOWN = ['City', 'Region', 'PostalCode', 'Country']
const PHONE_PARTS = ['PhoneNumber', 'PhoneAreaCode', 'PhoneCountryCode']

type Slots = Record<string, Record<string, string>>

/** The address slots after what was sent: a sent slot replaces the parts it names. */
export const mergedAddresses = (before: Slots, element: Element): Slots =>
  merged(before, list(element, 'Addresses') ?? [], 'AddressType', ['POBOX', 'STREET'], ADDRESS_PARTS)

export const mergedPhones = (before: Slots, element: Element): Slots =>
  merged(before, list(element, 'Phones') ?? [], 'PhoneType', ['DEFAULT', 'DDI', 'FAX', 'MOBILE'], PHONE_PARTS)

/** As a write answer shows them: STREET first, location parts always there, four phones with empty parts. */
export function slotsOnWrite(contact: Contact) {
  return {
    Addresses: ['STREET', 'POBOX'].map((type) => ({ AddressType: type, ...shown(contact.addresses[type], ADDRESS_PARTS, ADDRESS_SHOWN) })),
    Phones: ['DEFAULT', 'DDI', 'FAX', 'MOBILE'].map((type) => ({
      PhoneType: type,
      ...shown(contact.phones[type], PHONE_PARTS, PHONE_PARTS),
    })),
  }
}

/** As a paged read shows them: POBOX first, blank parts left out. */
export function slotsOnRead(contact: Contact) {
  return {
    Addresses: ['POBOX', 'STREET'].map((type) => ({ AddressType: type, ...shown(contact.addresses[type], ADDRESS_PARTS, []) })),
    Phones: ['DDI', 'DEFAULT', 'FAX', 'MOBILE'].map((type) => ({ PhoneType: type, ...shown(contact.phones[type], PHONE_PARTS, []) })),
  }
}

/** What is too long for its slot, in words. */
export function slotProblems(contact: Contact): string[] {
  const tooLong = Object.values({ ...contact.addresses, ...contact.phones }).flatMap((slot) =>
    Object.entries(slot).filter(([part, value]) => value.length > (MOST[part] ?? 255)),
  )
  return tooLong.map(([part]) => `The field ${part} must be a string with a maximum length of ${MOST[part] ?? 255}`)
}

const MOST: Record<string, number> = {
  AddressLine1: 500,
  AddressLine2: 500,
  AddressLine3: 500,
  AddressLine4: 500,
  PostalCode: 50,
  Country: 50,
  PhoneNumber: 50,
  PhoneAreaCode: 10,
  PhoneCountryCode: 20,
}

function merged(before: Slots, given: Element[], typeName: string, types: string[], parts: string[]): Slots {
  const after = { ...before }
  for (const element of given) {
    const type = text(element, typeName)?.toUpperCase() ?? ''
    if (!types.includes(type)) continue
    const named = parts.filter((part) => sent(element, part)).map((part) => [part, text(element, part) ?? ''])
    after[type] = { ...after[type], ...Object.fromEntries(named) }
  }
  return after
}

function shown(slot: Record<string, string> | undefined, parts: string[], always: string[]): Record<string, string> {
  const pairs = parts.map((part) => [part, slot?.[part] ?? ''] as const)
  return Object.fromEntries(pairs.filter(([part, value]) => value !== '' || always.includes(part)))
}
