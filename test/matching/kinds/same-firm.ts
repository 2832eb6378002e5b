import type { Card, Draw, Kind, Story } from '../pair.ts'

/* One firm written down twice, with something that only it has. */

const link = (ours: Card, theirs: Card): Story => ({
  ours: [ours],
  theirs: [theirs],
  pairs: [{ ours: 0, theirs: 0, label: 'same', wanted: 'link' }],
})
const ask = (ours: Card, theirs: Card): Story => ({
  ours: [ours],
  theirs: [theirs],
  pairs: [{ ours: 0, theirs: 0, label: 'same', wanted: 'ask' }],
})

/** A firm's name in two spellings and what both cards have. */
const spelt = (draw: Draw, spell: (firm: string, draw: Draw) => readonly [string, string]): Story => {
  const firm = draw.firm()
  const [mine, yours] = spell(firm, draw)
  const shared = { email: draw.email(firm), postcode: draw.postcode() }
  return link({ name: mine, ...shared }, { name: yours, ...shared })
}

export const sameFirm: Record<string, Kind> = {
  'legal form': {
    made: 'Ltd, Limited, LTD., PLC, LLP spelt otherwise or left out; the same e-mail',
    stories: 18,
    tell: (draw) =>
      spelt(draw, (firm) => {
        const [a, b] = draw.one<readonly [string, string]>([
          ['Ltd', 'Limited'],
          ['LTD.', 'Ltd'],
          ['Limited', ''],
          ['plc', 'PLC'],
          ['LLP', 'L.L.P.'],
          ['Ltd', '(Ltd)'],
        ])
        return [`${firm} ${a}`, `${firm} ${b}`.trim()]
      }),
  },
  'ampersand and': {
    made: '& or + for "and", Bros for Brothers, "The" in front; the same e-mail',
    stories: 14,
    tell: (draw) =>
      spelt(draw, () => {
        const name = draw.surname()
        return draw.one<readonly [string, string]>([
          [`${name} & Sons`, `${name} and Sons`],
          [`${name} + Daughters Ltd`, `${name} & Daughters`],
          [`${name} Bros`, `${name} Brothers`],
          [`The ${name} Arms`, `${name} Arms`],
        ])
      }),
  },
  'case, blanks, points': {
    made: 'CAPITALS, doubled blanks, A.B.C. for ABC, hyphens and slashes; the same e-mail in another case',
    stories: 14,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      const [mine, yours] = draw.one<readonly [string, string]>([
        [firm, firm.toUpperCase()],
        [`  ${firm}  `, firm.replace(' ', '  ')],
        [`A.B. ${firm}`, `AB ${firm}`],
        [firm.replace(' ', '-'), firm],
        [`24/7 ${firm}`, `24-7 ${firm}`],
      ])
      return link({ name: mine, email: email.toUpperCase() }, { name: yours, email })
    },
  },
  'trading as': {
    made: 'a person trading as a firm, the books know the firm alone or the other way about; the same e-mail',
    stories: 14,
    tell: (draw) => {
      const [{ full }, firm] = [draw.person(), draw.firm()]
      const email = draw.email(firm)
      const whole = `${full} ${draw.one(['t/a', 'T/A', 'trading as'])} ${firm}`
      return link({ name: draw.one([whole, whole, firm]), email }, { name: draw.one([firm, whole]), email })
    },
  },
  'misspelt, same e-mail': {
    made: 'one letter wrong, missing, doubled or swapped; the same e-mail',
    stories: 16,
    tell: (draw) => spelt(draw, (firm) => [misspelt(draw, firm), firm]),
  },
  'misspelt, same postcode': {
    made: 'one letter wrong and only the postcode in common',
    stories: 14,
    tell: (draw) => {
      const [firm, postcode] = [draw.firm(), draw.postcode()]
      return ask({ name: misspelt(draw, firm), postcode }, { name: firm, postcode })
    },
  },
  'written together': {
    made: 'Harbourview Letting for Harbour View Lettings: one word or two, an s more, only the postcode in common',
    stories: 14,
    tell: (draw) => {
      const [start, end, postcode] = [draw.surname(), draw.one(['view', 'side', 'gate', 'house']), draw.postcode()]
      const what = draw.one([
        ['Letting', 'Lettings'],
        ['Property', 'Properties'],
        ['Estate', 'Estates'],
        ['Nursery', 'Nursery'],
      ] as const)
      return ask(
        { name: `${start}${end} ${what[0]}`, postcode },
        { name: `${start} ${end.charAt(0).toUpperCase()}${end.slice(1)} ${what[1]}`, postcode },
      )
    },
  },
  abbreviated: {
    made: 'Htg, Svcs, Mgmt, St, Centre; the same e-mail',
    stories: 12,
    tell: (draw) =>
      spelt(draw, () => {
        const name = draw.surname()
        return draw.one<readonly [string, string]>([
          [`${name} Htg`, `${name} Heating`],
          [`${name} Bldg Svcs`, `${name} Building Services`],
          [`St ${name}'s School`, `Saint ${name}s School`],
          [`${name} Garden Centre`, `${name} Garden Center`],
          [`${name} Prop Mgmt`, `${name} Property Management`],
        ])
      }),
  },
  'trade words added': {
    made: 'Oldbury Heating for Oldbury Plumbing and Heating; the same e-mail where one name begins the other, else the postcode',
    stories: 14,
    tell: (draw) => {
      const [name, postcode] = [draw.surname(), draw.postcode()]
      const email = draw.email(name)
      if (draw.below(2) === 0) return link({ name: `${name} Plumbing`, email }, { name: `${name} Plumbing & Heating Ltd`, email, postcode })
      return ask({ name: `${name} Heating`, postcode }, { name: `${name} Plumbing and Heating`, postcode })
    },
  },
  'VAT number': {
    made: 'the VAT number with and without GB and blanks; name as it is or misspelt',
    stories: 14,
    tell: (draw) => {
      const [firm, vatNumber] = [draw.firm(), draw.vatNumber()]
      return link({ name: draw.one([firm, misspelt(draw, firm)]), vatNumber }, { name: firm, vatNumber: vatNumber.replace(/\D/g, '') })
    },
  },
  'company number': {
    made: 'the company number without its leading nought; Ltd spelt otherwise',
    stories: 12,
    tell: (draw) => {
      const [firm, companyNumber] = [draw.firm(), draw.companyNumber()]
      return link({ name: `${firm} Ltd`, companyNumber: companyNumber.slice(1) }, { name: `${firm} Limited`, companyNumber })
    },
  },
  'renamed firm': {
    made: 'a new name, the same company number and the same postcode',
    stories: 10,
    tell: (draw) => {
      const [companyNumber, postcode] = [draw.companyNumber(), draw.postcode()]
      return link({ name: `${draw.firm()} Ltd`, companyNumber, postcode }, { name: `${draw.firm()} Ltd`, companyNumber, postcode })
    },
  },
  'trading name on our card': {
    made: 'the shop’s name here, the owner’s company there; the same VAT number and postcode',
    stories: 10,
    tell: (draw) => {
      const [vatNumber, postcode] = [draw.vatNumber(), draw.postcode()]
      return link({ name: draw.firm(), vatNumber, postcode }, { name: `${draw.surname()} Trading Ltd`, vatNumber, postcode })
    },
  },
  'account number': {
    made: 'the same account number, in another case, under the same name',
    stories: 12,
    tell: (draw) => {
      const [firm, accountNumber] = [draw.firm(), draw.accountNumber()]
      return link({ name: firm, accountNumber: accountNumber.toLowerCase() }, { name: `${firm} Ltd`, accountNumber })
    },
  },
  'our id on the contact': {
    made: 'a program of ours wrote the customer’s id into the contact number; the name changed a little since',
    stories: 10,
    tell: (draw) => {
      const firm = draw.firm()
      return link({ name: draw.one([firm, `${firm} Ltd`, misspelt(draw, firm)]) }, { name: firm, numberOf: 0 })
    },
  },
  'firm moved': {
    made: 'another postcode and telephone since; the same e-mail',
    stories: 10,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      return link(
        { name: firm, email, postcode: draw.postcode() },
        { name: `${firm} Ltd`, email, postcode: draw.postcode(), phone: draw.landline() },
      )
    },
  },
  'name and telephone': {
    made: 'the same name and number, with +44, brackets, extension or blanks elsewhere',
    stories: 14,
    tell: (draw) => {
      const [firm, phone] = [draw.firm(), draw.landline()]
      return ask({ name: firm, phone: written(draw, phone) }, { name: `${firm} Ltd`, phone })
    },
  },
}

/** One slip of the keyboard, never in the first letter. */
export function misspelt(draw: Draw, name: string): string {
  const at = 1 + draw.below(name.length - 3)
  const [before, here, next, after] = [name.slice(0, at), name.charAt(at), name.charAt(at + 1), name.slice(at + 2)]
  return draw.one([
    `${before}${next}${after}`,
    `${before}${here}${here}${next}${after}`,
    `${before}e${next}${after}`,
    `${before}${next}${here}${after}`,
  ])
}

/** A telephone number as different people type it. */
export function written(draw: Draw, phone: string): string {
  const own = phone.replace(/^0/, '')
  return draw.one([
    `+44 ${own}`,
    `+44 (0)${own}`,
    `0044${own.replace(' ', '')}`,
    `(${phone.slice(0, 5)}) ${phone.slice(6)}`,
    phone.replace(' ', ''),
    `${phone} ext 12`,
    `T: ${phone}`,
  ])
}
