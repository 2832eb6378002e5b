import type { Kind } from '../pair.ts'

/* What the books did with a contact: archived it, merged it, bought from it, linked it. */

export const states: Record<string, Kind> = {
  archived: {
    made: 'the same name and e-mail, archived in the books',
    stories: 12,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      return {
        ours: [{ name: firm, email }],
        theirs: [{ name: `${firm} Ltd`, email, archived: true }],
        pairs: [{ ours: 0, theirs: 0, label: 'same', wanted: 'link' }],
      }
    },
  },
  'archived and alive': {
    made: 'the old card archived, a new one of the same name beside it, the e-mail on the old one',
    stories: 8,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      return {
        ours: [{ name: firm, email }],
        theirs: [{ name: firm, email, archived: true }, { name: `${firm} Ltd` }],
        pairs: [{ ours: 0, theirs: 1, label: 'same', wanted: 'ask' }],
      }
    },
  },
  merged: {
    made: 'the e-mail stands on a contact that was merged into another: the one that is left is meant',
    stories: 10,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      const theirs = [{ name: firm, email, archived: true as const, mergedInto: 1 }, { name: `${firm} Limited` }]
      return { ours: [{ name: firm, email }], theirs, pairs: [{ ours: 0, theirs: 1, label: 'same', wanted: 'link' }] }
    },
  },
  'doubled in the books': {
    made: 'two contacts of the one name and e-mail',
    stories: 10,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      return {
        ours: [{ name: firm, email }],
        theirs: [
          { name: firm, email },
          { name: `${firm} Ltd`, email },
        ],
        pairs: [{ ours: 0, theirs: 0, label: 'same', wanted: 'ask' }],
      }
    },
  },
  'also a supplier': {
    made: 'a supplier with the same name and VAT number; the host does not say that it is one',
    stories: 12,
    tell: (draw) => {
      const [firm, vatNumber] = [draw.firm(), draw.vatNumber()]
      return {
        ours: [{ name: firm, vatNumber }],
        theirs: [{ name: firm, vatNumber, isSupplier: true }],
        pairs: [{ ours: 0, theirs: 0, label: 'same', wanted: 'ask' }],
      }
    },
  },
  'also a supplier, said so': {
    made: 'the same, and the host says that it is a supplier too',
    stories: 10,
    tell: (draw) => {
      const [firm, vatNumber] = [draw.firm(), draw.vatNumber()]
      return {
        ours: [{ name: firm, vatNumber, alsoSupplier: true }],
        theirs: [{ name: firm, vatNumber, isSupplier: true }],
        pairs: [{ ours: 0, theirs: 0, label: 'same', wanted: 'link' }],
      }
    },
  },
  'linked, and a namesake': {
    made: 'the contact is linked to another customer of ours; this one has a similar name elsewhere',
    stories: 10,
    tell: (draw) => {
      const { given, surname, full } = draw.person()
      const email = draw.email(full)
      const ours = [
        { name: `${given.charAt(0)} ${surname}`, postcode: draw.postcode() },
        { name: full, email },
      ]
      return { ours, theirs: [{ name: full, email, linkedTo: 1 }], pairs: [{ ours: 0, theirs: 0, label: 'different', wanted: 'create' }] }
    },
  },
  'second card of one customer': {
    made: 'the contact is linked to the first card of ours; a second card has the same name and VAT number',
    stories: 8,
    tell: (draw) => {
      const [firm, vatNumber] = [draw.firm(), draw.vatNumber()]
      return {
        ours: [
          { name: `${firm} Ltd`, vatNumber },
          { name: firm, vatNumber },
        ],
        theirs: [{ name: firm, vatNumber, linkedTo: 1 }],
        pairs: [{ ours: 0, theirs: 0, label: 'same', wanted: 'ask' }],
      }
    },
  },
}
