import { standing } from '../workflows/personal-words.ts'

/** Words that stand nowhere by chance, for everything that a company types. */
export const words = {
  company: 'Quillfeather',
  customer: 'Zyxgarth',
  similar: 'Mumblecrust',
  email: 'boiler@vexmoor.example',
  phone: '07700900461',
  street: 'Nettlewick',
  town: 'Umberleigh',
  postcode: 'ZQ9 7XW',
  vatNumber: 'GB987654399',
  number: 'QXINV-77041',
  creditNumber: 'QXCR-77042',
  description: 'Gubbins-service',
  reference: 'WIBBLEREF',
  bankReference: 'FOLDEROL',
  refusal: 'Snollygoster',
  nonsense: 'Flapdoodle',
} as const

/** Minor units; both ways of writing them are looked for. */
export const amounts = { net: 7_654_320, tax: 1_530_864, gross: 9_185_184, paid: 4_321_987, credited: 1_357_910 }

/** Marks that stand in a text, by what they are; `secrets` beside the words and the amounts. */
export function marksIn(text: string, secrets: Record<string, string>): string[] {
  const named = Object.entries({ ...words, ...secrets }).filter(
    ([, word]) => text.includes(word) || text.includes(encodeURIComponent(word)),
  )
  const figures = Object.entries(amounts).filter(([, minor]) => writings(minor).some((figure) => standing(figure).test(text)))
  return [...named, ...figures].map(([what]) => what)
}

const writings = (minor: number): string[] => [
  String(minor),
  (minor / 100).toFixed(2),
  (minor / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 }),
]
