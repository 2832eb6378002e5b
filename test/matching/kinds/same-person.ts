import type { Draw, Kind, Story } from '../pair.ts'
import { misspelt, written } from './same-firm.ts'

/* One person written down twice. */

const pair = (
  ours: Story['ours'][0],
  theirs: Story['theirs'][0],
  wanted: 'link' | 'ask' | 'create',
  label: 'same' | 'cannot know' = 'same',
): Story => ({
  ours: [ours],
  theirs: [theirs],
  pairs: [{ ours: 0, theirs: 0, label, wanted }],
})

const shortNames = [
  ['Robert', 'Bob'],
  ['William', 'Bill'],
  ['Michael', 'Mick'],
  ['Katherine', 'Kate'],
  ['Susan', 'Sue'],
  ['David', 'Dave'],
  ['Anthony', 'Tony'],
  ['Elizabeth', 'Liz'],
  ['James', 'Jim'],
  ['Patricia', 'Pat'],
  ['Edward', 'Ted'],
  ['Andrew', 'Drew'],
] as const

export const samePerson: Record<string, Kind> = {
  'initials, same e-mail': {
    made: 'J. R. for John, JR, the initial alone; the same e-mail',
    stories: 14,
    tell: (draw) => {
      const { given, surname, full } = draw.person()
      const email = draw.email(full)
      const initials = draw.one([given.charAt(0), `${given.charAt(0)}.`, `${given.charAt(0)}. R.`, `${given.charAt(0)}.R.`])
      return pair({ name: `${initials} ${surname}`, email }, { name: full, email }, 'link')
    },
  },
  'initials, same house': {
    made: 'the initial alone, the same postcode and telephone',
    stories: 12,
    tell: (draw) => {
      const { given, surname, full } = draw.person()
      const [postcode, phone] = [draw.postcode(), draw.landline()]
      return pair({ name: `${given.charAt(0)} ${surname}`, postcode, phone: written(draw, phone) }, { name: full, postcode, phone }, 'ask')
    },
  },
  'titles and order': {
    made: 'Mr, Mrs, Dr, Rev in front; surname first; the same e-mail',
    stories: 14,
    tell: (draw) => {
      const { given, surname, full } = draw.person()
      const email = draw.email(full)
      const mine = draw.one([`Mr ${full}`, `Dr. ${full}`, `${surname}, ${given}`, `Mrs ${full}`, `${surname} ${given}`])
      return pair({ name: mine, email }, { name: full, email }, 'link')
    },
  },
  'short names': {
    made: 'Bob for Robert and eleven more; the same e-mail',
    stories: 12,
    tell: (draw) => {
      const [long, short] = draw.one(shortNames)
      const surname = draw.surname()
      const email = draw.email(surname)
      return pair({ name: `${short} ${surname}`, email }, { name: `${long} ${surname}`, email }, 'link')
    },
  },
  'short names, same house': {
    made: 'Bob for Robert, only the postcode in common',
    stories: 10,
    tell: (draw) => {
      const [long, short] = draw.one(shortNames)
      const [surname, postcode] = [draw.surname(), draw.postcode()]
      return pair({ name: `${short} ${surname}`, postcode }, { name: `${long} ${surname}`, postcode }, 'ask')
    },
  },
  'misspelt person': {
    made: 'one letter of the surname wrong; the same e-mail',
    stories: 12,
    tell: (draw) => {
      const { given, surname, full } = draw.person()
      const email = draw.email(full)
      return pair({ name: `${given} ${misspelt(draw, surname)}`, email }, { name: full, email }, 'link')
    },
  },
  'Welsh, Scottish and Irish names': {
    made: 'Mc and Mac, O’ with and without its sign, ap, accents; the same e-mail',
    stories: 16,
    tell: (draw) => {
      const { given } = draw.person()
      const own = draw.surname().toLowerCase()
      const cap = own.charAt(0).toUpperCase() + own.slice(1)
      const [mine, yours] = draw.one([
        [`Mac${own}`, `Mc${cap}`],
        [`Mc ${cap}`, `Mc${cap}`],
        [`O'${cap}`, `O’${cap}`],
        [`O'${cap}`, `O ${cap}`],
        [`O${own}`, `O'${cap}`],
        [`ap ${cap}`, `Ap-${cap}`],
        [`Ó ${cap}`, `O'${cap}`],
        [`${cap}ŵ`, `${cap}w`],
        [`Ll${own}ŷr`, `Ll${own}yr`],
      ] as const)
      const email = draw.email(`${given}.${own}`)
      return pair({ name: `${given} ${mine}`, email }, { name: `${given} ${yours}`, email }, 'link')
    },
  },
  accents: {
    made: 'é, ü, ñ, ł written plainly; the same e-mail',
    stories: 10,
    tell: (draw) => {
      const { surname } = draw.person()
      const [mine, yours] = draw.one([
        ['Zoë', 'Zoe'],
        ['José', 'Jose'],
        ['Siân', 'Sian'],
        ['Łukasz', 'Lukasz'],
        ['Søren', 'Soren'],
        ['Günter', 'Gunter'],
      ] as const)
      const email = draw.email(`${yours}.${surname}`)
      return pair({ name: `${mine} ${surname}`, email }, { name: `${yours} ${surname}`, email }, 'link')
    },
  },
  'double-barrelled': {
    made: 'Ash-Field, Ash Field, Ashfield; the same e-mail',
    stories: 10,
    tell: (draw) => {
      const [{ given }, one, two] = [draw.person(), draw.surname(), draw.surname()]
      const email = draw.email(`${given}.${one}`)
      return pair({ name: `${given} ${one}-${two}`, email }, { name: `${given} ${one} ${two}`, email }, 'link')
    },
  },
  'moved house, same e-mail': {
    made: 'another postcode, the same name and e-mail',
    stories: 14,
    tell: (draw) => {
      const { full } = draw.person()
      const email = draw.email(full)
      return pair({ name: full, email, postcode: draw.postcode() }, { name: `Mr ${full}`, email, postcode: draw.postcode() }, 'link')
    },
  },
  'moved house, same mobile': {
    made: 'another postcode, the same name and mobile, no e-mail',
    stories: 12,
    tell: (draw) => {
      const [{ full }, mobile] = [draw.person(), draw.mobile()]
      return pair(
        { name: full, mobile: written(draw, mobile), postcode: draw.postcode() },
        { name: full, mobile, postcode: draw.postcode() },
        'ask',
      )
    },
  },
  'married name, same e-mail': {
    made: 'a new surname, the same given name and e-mail',
    stories: 12,
    tell: (draw) => {
      const { given, full } = draw.person()
      const email = draw.email(full)
      return pair({ name: `${given} ${draw.surname()}`, email }, { name: full, email }, 'ask')
    },
  },
  'married name, same house': {
    made: 'a new surname, the same given name, postcode and mobile',
    stories: 10,
    tell: (draw) => {
      const { given, full } = draw.person()
      const [postcode, mobile] = [draw.postcode(), draw.mobile()]
      return pair({ name: `${given} ${draw.surname()}`, postcode, mobile }, { name: full, postcode, mobile }, 'ask')
    },
  },
  'married, moved, new e-mail': {
    made: 'nothing is left in common but the given name: no data can tell',
    stories: 8,
    tell: (draw) => {
      const { given, full } = draw.person()
      const card = (name: string) => ({ name, postcode: draw.postcode(), email: draw.email(name) })
      return pair(card(`${given} ${draw.surname()}`), card(full), 'create', 'cannot know')
    },
  },
  'couple on one card': {
    made: 'Mr & Mrs P Ashfield for Peter Ashfield; the same e-mail',
    stories: 10,
    tell: (draw) => {
      const { given, surname, full } = draw.person()
      const email = draw.email(full)
      return pair({ name: `Mr & Mrs ${given.charAt(0)} ${surname}`, email }, { name: full, email }, 'link')
    },
  },
  'name alone': {
    made: 'the very same name, and nothing else on one of the cards',
    stories: 10,
    tell: (draw) => pair(...nameAlone(draw), 'ask', 'cannot know'),
  },
}

function nameAlone(draw: Draw): [Story['ours'][0], Story['theirs'][0]] {
  const { full } = draw.person()
  return [{ name: full, postcode: draw.postcode(), mobile: draw.mobile() }, { name: full }]
}
