import type { Card, Kind, Label, Story, Wanted } from '../pair.ts'

/* Two customers that only look like one. */

const apart = (ours: Card, theirs: Card, wanted: Wanted, label: Label = 'different'): Story => ({
  ours: [ours],
  theirs: [theirs],
  pairs: [{ ours: 0, theirs: 0, label, wanted }],
})

export const different: Record<string, Kind> = {
  neighbours: {
    made: 'the same postcode, other names',
    stories: 14,
    tell: (draw) => {
      const postcode = draw.postcode()
      return apart({ name: draw.person().full, postcode }, { name: draw.one([draw.person().full, draw.firm()]), postcode }, 'create')
    },
  },
  'flats of one house': {
    made: 'Flat 1 and Flat 2, Unit 3 and Unit 4, with the same postcode',
    stories: 12,
    tell: (draw) => {
      const [house, postcode, word] = [draw.surname(), draw.postcode(), draw.one(['Flat', 'Unit', 'Apartment'])]
      const number = 1 + draw.below(8)
      return apart(
        { name: `${word} ${number} ${house} House`, postcode },
        { name: `${word} ${number + 1} ${house} House`, postcode },
        'create',
      )
    },
  },
  'family at one postcode': {
    made: 'the same surname and postcode, other given names: two accounts, or one household’s',
    stories: 14,
    tell: (draw) => {
      const [one, postcode] = [draw.person(), draw.postcode()]
      return apart(
        { name: `${draw.one(['Alan', 'Brenda', 'Charles', 'Doreen'])} ${one.surname}`, postcode },
        { name: one.full, postcode },
        'ask',
        'cannot know',
      )
    },
  },
  'similar name elsewhere': {
    made: 'initial and surname, or a letter’s difference, at another postcode',
    stories: 14,
    tell: (draw) => {
      const { given, surname, full } = draw.person()
      return apart(
        { name: draw.one([`${given.charAt(0)} ${surname}`, `${given} ${surname}e`]), postcode: draw.postcode() },
        { name: full, postcode: draw.postcode() },
        'create',
      )
    },
  },
  'same name, other town': {
    made: 'the very same name, another postcode, e-mail and telephone: a namesake, or moved with everything new',
    stories: 14,
    tell: (draw) => {
      const { full } = draw.person()
      const card = () => ({ name: full, postcode: draw.postcode(), email: draw.email(full), mobile: draw.mobile() })
      return apart(card(), card(), 'ask', 'cannot know')
    },
  },
  'firm of the same trade': {
    made: 'another firm’s name, the same trade and town',
    stories: 12,
    tell: (draw) => {
      const [trade, postcode] = [draw.one(['Plumbing', 'Lettings', 'Builders', 'Motors']), draw.postcode()]
      return apart({ name: `${draw.surname()} ${trade} Ltd`, postcode }, { name: `${draw.surname()} ${trade} Ltd`, postcode }, 'create')
    },
  },
  franchise: {
    made: 'one brand in two towns, with the brand’s national telephone number',
    stories: 10,
    tell: (draw) => {
      const [brand, phone] = [draw.firm(), draw.landline()]
      return apart(
        { name: `${brand} Swansea`, phone, postcode: draw.postcode() },
        { name: `${brand} Cardiff`, phone, postcode: draw.postcode() },
        'ask',
      )
    },
  },
  'another VAT number': {
    made: 'the same name and e-mail, two VAT numbers: sold, split, or mistyped',
    stories: 10,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      return apart(
        { name: firm, email, vatNumber: draw.vatNumber() },
        { name: firm, email, vatNumber: draw.vatNumber() },
        'ask',
        'cannot know',
      )
    },
  },
  'account number of another': {
    made: 'two systems counted from 1: the same account number under another name',
    stories: 10,
    tell: (draw) => {
      const accountNumber = draw.accountNumber()
      return apart(
        { name: draw.firm(), accountNumber, postcode: draw.postcode() },
        { name: draw.firm(), accountNumber, postcode: draw.postcode() },
        'ask',
      )
    },
  },
  'id of another program': {
    made: 'a contact number that happens to be our id, under another name',
    stories: 8,
    tell: (draw) => apart({ name: draw.firm() }, { name: draw.firm(), numberOf: 0 }, 'ask'),
  },
  'supplier of a similar name': {
    made: 'a supplier whose name begins the same, in another town',
    stories: 10,
    tell: (draw) => {
      const firm = draw.firm()
      return apart(
        { name: firm, postcode: draw.postcode() },
        { name: `${firm} Merchants Ltd`, postcode: draw.postcode(), isSupplier: true },
        'create',
      )
    },
  },
  'nothing alike': {
    made: 'a new customer whom the books have never heard of',
    stories: 30,
    tell: (draw) => {
      const name = draw.one([draw.person().full, draw.firm()])
      return {
        ours: [{ name, postcode: draw.postcode(), email: draw.email(name), mobile: draw.mobile() }],
        theirs: [],
        pairs: [{ ours: 0, label: 'different', wanted: 'create' }],
      }
    },
  },
}
