import type { Card, Kind, Story } from '../pair.ts'

/* Identifiers that several records share: branches, departments, agents, families. */

export const shared: Record<string, Kind> = {
  'branches with accounts of their own': {
    made: 'three branches on both sides, one VAT number and e-mail, an account number each: each is its own',
    stories: 6,
    tell: (draw) => {
      const [firm, vatNumber] = [draw.firm(), draw.vatNumber()]
      const email = draw.email(firm)
      const branches = ['Leeds', 'York', 'Hull'].map((town) => ({
        name: `${firm} - ${town}`,
        vatNumber,
        email,
        accountNumber: draw.accountNumber(),
        postcode: draw.postcode(),
      }))
      return eachIsItself(branches, 'link')
    },
  },
  'branches that share everything': {
    made: 'three branches on both sides with one VAT number and e-mail and nothing of their own but the name',
    stories: 5,
    tell: (draw) => {
      const [firm, vatNumber] = [draw.firm(), draw.vatNumber()]
      const email = draw.email(firm)
      return eachIsItself(
        ['Leeds', 'York', 'Hull'].map((town) => ({ name: `${firm} ${town}`, vatNumber, email })),
        'ask',
      )
    },
  },
  'one branch on each side': {
    made: 'the York branch here, the Leeds branch there, with the group’s VAT number and e-mail',
    stories: 12,
    tell: (draw) => {
      const [firm, vatNumber] = [draw.firm(), draw.vatNumber()]
      const both = { vatNumber, email: draw.email(firm) }
      return apart(
        { name: `${firm} York`, ...both, postcode: draw.postcode() },
        { name: `${firm} Leeds`, ...both, postcode: draw.postcode() },
        'ask',
      )
    },
  },
  'head office and branch': {
    made: 'the branch here, the head office there, with the same e-mail',
    stories: 10,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      return apart({ name: `${firm} Truro`, email }, { name: draw.one([firm, `${firm} Ltd`]), email }, 'ask', 'cannot know')
    },
  },
  'council departments': {
    made: 'Housing, Parks and Highways of one council on both sides, one VAT number, an e-mail each',
    stories: 6,
    tell: (draw) => {
      const [town, vatNumber] = [draw.surname(), draw.vatNumber()]
      const departments = ['Housing', 'Parks', 'Highways'].map((name) => ({
        name: `${town} Council ${name}`,
        vatNumber,
        email: draw.email(`${name}.${town}`),
      }))
      return eachIsItself(departments, 'link')
    },
  },
  'landlords of one agent': {
    made: 'three landlords here with their agent’s e-mail; in the books only the agent',
    stories: 5,
    tell: (draw) => {
      const agent = draw.firm()
      const email = draw.email(agent)
      const ours = [draw.person(), draw.person(), draw.person()].map(({ full }) => ({ name: full, email, postcode: draw.postcode() }))
      return {
        ours,
        theirs: [{ name: agent, email }],
        pairs: ours.map((_, at) => ({ ours: at, theirs: 0, label: 'different' as const, wanted: 'ask' as const })),
      }
    },
  },
  'landlord with the agent’s e-mail': {
    made: 'one landlord here, his agent there, the same e-mail: nothing tells it from a renamed customer',
    stories: 10,
    tell: (draw) => {
      const agent = draw.firm()
      const email = draw.email(agent)
      return apart({ name: draw.person().full, email }, { name: agent, email }, 'ask', 'cannot know')
    },
  },
  'couple with one e-mail': {
    made: 'husband here, wife there: given names that differ by a letter or more, the same e-mail and postcode',
    stories: 14,
    tell: (draw) => {
      const [surname, postcode] = [draw.surname(), draw.postcode()]
      const [his, hers] = draw.one([
        ['Paul', 'Paula'],
        ['Jon', 'Jan'],
        ['Carl', 'Carla'],
        ['Eric', 'Erica'],
        ['Daniel', 'Danielle'],
        ['Peter', 'Mary'],
        ['Simon', 'Simone'],
        ['Robert', 'Roberta'],
      ] as const)
      const email = draw.email(surname)
      return apart({ name: `${hers} ${surname}`, email, postcode }, { name: `${his} ${surname}`, email, postcode }, 'ask')
    },
  },
  'father and son': {
    made: 'Junior or Senior behind the one name, the same e-mail and postcode',
    stories: 12,
    tell: (draw) => {
      const { full } = draw.person()
      const [email, postcode] = [draw.email(full), draw.postcode()]
      const [mine, yours] = draw.one([
        ['Jnr', ''],
        ['Junior', 'Senior'],
        ['', 'Snr'],
        ['Jr', 'Sr'],
      ] as const)
      return apart({ name: `${full} ${mine}`.trim(), email, postcode }, { name: `${full} ${yours}`.trim(), email, postcode }, 'ask')
    },
  },
  'companies of one group': {
    made: 'Holdings, Developments, Properties behind the one name; the same e-mail, postcode and VAT group',
    stories: 14,
    tell: (draw) => {
      const [firm, postcode, vatNumber] = [draw.firm(), draw.postcode(), draw.vatNumber()]
      const email = draw.email(firm)
      const [mine, yours] = draw.one([
        ['Holdings', ''],
        ['Developments', 'Properties'],
        ['Group', ''],
        ['', 'Investments'],
      ] as const)
      const name = (more: string) => `${firm} ${more} Ltd`.replace('  ', ' ')
      return apart({ name: name(mine), email, postcode, vatNumber }, { name: name(yours), email, postcode, vatNumber }, 'ask')
    },
  },
  'sole trader and company': {
    made: 'Mr David Ashfield here, David Ashfield Ltd there, the same e-mail: two in law, perhaps one in the books',
    stories: 12,
    tell: (draw) => {
      const { full } = draw.person()
      const both = { email: draw.email(full), postcode: draw.postcode() }
      return apart(
        { name: draw.one([full, `Mr ${full}`]), kind: 'person', ...both },
        { name: `${full} ${draw.one(['Ltd', 'Limited'])}`, ...both },
        'ask',
        'cannot know',
      )
    },
  },
  'partnership and company': {
    made: 'the LLP here, the Ltd there, the same name and e-mail',
    stories: 8,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      return apart({ name: `${firm} LLP`, email }, { name: `${firm} Ltd`, email }, 'ask')
    },
  },
  'business sold on': {
    made: 'A trading as C here, B trading as C there, the same e-mail',
    stories: 8,
    tell: (draw) => {
      const firm = draw.firm()
      const email = draw.email(firm)
      return apart(
        { name: `${draw.person().full} t/a ${firm}`, email },
        { name: `${draw.person().full} t/a ${firm}`, email },
        'ask',
        'cannot know',
      )
    },
  },
  'shared landline': {
    made: 'two firms of one yard, or lodgers of one house: the same telephone and postcode, other names',
    stories: 12,
    tell: (draw) => {
      const [phone, postcode] = [draw.landline(), draw.postcode()]
      return apart(
        { name: draw.one([draw.firm(), draw.person().full]), phone, postcode },
        { name: draw.firm(), phone, postcode },
        'ask',
        'cannot know',
      )
    },
  },
  'e-mail that says nothing': {
    made: 'none@none.com, noemail@example.com and their like on both cards, other names',
    stories: 12,
    tell: (draw) => {
      const email = draw.one(['none@none.com', 'noemail@example.com', 'n/a@na.com', 'no@email.com', 'noreply@example.com'])
      return apart(
        { name: draw.person().full, email, postcode: draw.postcode() },
        { name: draw.firm(), email, postcode: draw.postcode() },
        'create',
      )
    },
  },
  'mixed-up contact': {
    made: 'the contact has the e-mail of one customer and the VAT number of another of nearly the same name',
    stories: 6,
    tell: (draw) => {
      const firm = draw.firm()
      const [email, vatNumber] = [draw.email(firm), draw.vatNumber()]
      return {
        ours: [
          { name: `${firm} Ltd`, email },
          { name: firm, vatNumber },
        ],
        theirs: [{ name: firm, email, vatNumber }],
        pairs: [
          { ours: 0, theirs: 0, label: 'cannot know', wanted: 'ask' },
          { ours: 1, theirs: 0, label: 'cannot know', wanted: 'ask' },
        ],
      }
    },
  },
}

/** The same cards on both sides; each is to find itself and none of its sisters. */
function eachIsItself(cards: Card[], wanted: 'link' | 'ask'): Story {
  return { ours: cards, theirs: cards, pairs: cards.map((_, at) => ({ ours: at, theirs: at, label: 'same', wanted })) }
}

function apart(ours: Card, theirs: Card, wanted: 'ask' | 'create', label: 'different' | 'cannot know' = 'different'): Story {
  return { ours: [ours], theirs: [theirs], pairs: [{ ours: 0, theirs: 0, label, wanted }] }
}
