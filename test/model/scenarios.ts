import { none, type Scenario, type ScenarioDoc } from './scenario.ts'
import type { Budget } from './state.ts'

const base = {
  lanes: ['bulk'],
  batch: 2,
  keyLife: 11,
  requestTimeout: 2,
  longestRequest: 3,
  network: 1,
  visibilityLag: 0,
  sendBy: 1,
  faultsUntil: 12,
  end: 90,
} satisfies Partial<Scenario>

const may = (budget: Partial<Budget>): Budget => ({ ...none, ...budget })
const pay: ScenarioDoc[] = [{ kind: 'payment', id: 'p1' }]
const twoPay: ScenarioDoc[] = [...pay, { kind: 'payment', id: 'p2' }]
const inv: ScenarioDoc[] = [{ kind: 'invoice', id: 'i1' }]
const booked: ScenarioDoc[] = [{ kind: 'invoice', id: 'i1', linked: true }]
const both: Scenario['lanes'] = ['express', 'bulk']
const family: ScenarioDoc[] = [
  { kind: 'customer', id: 'c1' },
  { kind: 'invoice', id: 'i1', customer: 'c1' },
]

/** The worlds that are explored completely; the first 35 are those in which the protocol was found. */
export const scenarios: Record<string, Scenario> = {
  'payment, two losses one after the other': { ...base, docs: pay, budget: may({ drop: 2 }), faultsUntil: 16 },
  'payment, first lost, second slow': { ...base, docs: pay, budget: may({ drop: 1, kill: 1 }), faultsUntil: 16 },
  'payment, one key twice at once': { ...base, docs: pay, lanes: both, keyRunsTwice: true, budget: may({ kill: 1 }), faultsUntil: 10 },
  'payment, edited meanwhile': { ...base, docs: pay, lanes: both, budget: may({ edit: 1 }), faultsUntil: 5 },
  'invoice, later than the settle time': { ...base, docs: inv, keyLife: 3, mayBeLate: true, budget: none, faultsUntil: 16 },
  'invoice, edited, later than the settle time': { ...base, docs: inv, keyLife: 3, budget: may({ edit: 1, pause: 1 }), faultsUntil: 8 },
  'payment, sent late': { ...base, docs: pay, slowTurn: true, budget: may({ pause: 1 }), faultsUntil: 10 },
  'invoice, paused before the system call': { ...base, docs: inv, hardPause: true, keyLife: 3, budget: may({ pause: 1 }), faultsUntil: 12 },
  'invoice, number edited, paused': {
    ...base,
    docs: inv,
    editsNumber: true,
    hardPause: true,
    keyLife: 3,
    budget: may({ edit: 1, pause: 1 }),
    faultsUntil: 8,
  },
  'payment, at the end of the settle time': { ...base, docs: pay, keyLife: 3, budget: may({ pause: 1 }), faultsUntil: 14 },
  'payment, killed and lost': { ...base, docs: pay, budget: may({ kill: 1, drop: 2 }), faultsUntil: 10 },
  'payment, slow turn': { ...base, docs: pay, slowTurn: true, budget: may({ drop: 1 }), faultsUntil: 12 },
  'payment, slow turn, two losses': { ...base, docs: pay, slowTurn: true, budget: may({ drop: 2 }), faultsUntil: 13 },
  'payment, two lanes': { ...base, docs: pay, lanes: both, budget: may({ drop: 1 }), faultsUntil: 7 },
  'payment, paused': { ...base, docs: pay, budget: may({ pause: 1 }), faultsUntil: 16 },
  'payment, paused and lost': { ...base, docs: pay, budget: may({ pause: 1, drop: 1 }), faultsUntil: 12 },
  'two like payments, lost': { ...base, docs: twoPay, batch: 1, keyLife: 3, budget: may({ drop: 1 }), faultsUntil: 9 },
  'payment, one like it entered by hand': {
    ...base,
    docs: pay,
    manualIsSame: true,
    keyLife: 3,
    budget: may({ drop: 1, manual: 1 }),
    faultsUntil: 9,
  },
  'payment, changed in the books': { ...base, docs: pay, keyLife: 3, budget: may({ drop: 1, alter: 1 }), faultsUntil: 9 },
  'payment, made void in the books': { ...base, docs: pay, keyLife: 3, budget: may({ drop: 1, void: 1 }), faultsUntil: 9 },
  'payment, not taken': { ...base, docs: pay, budget: may({ drop: 1, refuse: 1 }), faultsUntil: 9 },
  'payment, invisible at first': { ...base, docs: pay, visibilityLag: 5, keyLife: 3, budget: may({ drop: 1 }), faultsUntil: 14 },
  'payments, a batch breaks half-way': { ...base, docs: twoPay, itemwise: true, budget: may({ crash: 1 }), faultsUntil: 9 },
  'payment, database set back': { ...base, docs: pay, budget: may({ restore: 1 }), faultsUntil: 9 },
  'payment, one clock is slow': { ...base, docs: pay, lanes: both, skew: { bulk: -4 }, budget: may({ drop: 1, kill: 1 }), faultsUntil: 9 },
  'payment, one clock is fast': { ...base, docs: pay, lanes: both, skew: { bulk: 5 }, budget: may({ drop: 1 }), faultsUntil: 8 },
  'invoice, killed and lost': { ...base, docs: inv, slowTurn: true, budget: may({ kill: 1, drop: 1 }), faultsUntil: 11 },
  'invoice, number edited': { ...base, docs: inv, editsNumber: true, keyLife: 3, budget: may({ drop: 1, edit: 1 }), faultsUntil: 9 },
  'invoice, its number entered by hand': { ...base, docs: inv, keyLife: 3, budget: may({ drop: 1, manual: 1 }), faultsUntil: 9 },
  'invoice, made void in the books': { ...base, docs: inv, keyLife: 3, budget: may({ drop: 1, void: 1 }), faultsUntil: 9 },
  'invoice, a failure remembered for days': { ...base, docs: inv, keyLife: 500, budget: may({ fail: 1 }), faultsUntil: 9 },
  'invoices, one bad in the batch': {
    ...base,
    docs: [...inv, { kind: 'invoice', id: 'i2' }],
    poison: 1,
    budget: may({ kill: 1 }),
    faultsUntil: 6,
  },
  'a run ends, only the other lane goes on': { ...base, docs: pay, lanes: both, budget: may({ end: 1 }), faultsUntil: 6 },
  'update, a person changes it too': { ...base, docs: booked, keyLife: 3, budget: may({ drop: 1, alter: 1 }), faultsUntil: 9 },
  'update, edited meanwhile': { ...base, docs: booked, keyLife: 3, budget: may({ drop: 1, edit: 1, kill: 1 }), faultsUntil: 9 },

  'invoice, invisible at first, later than the settle time': {
    ...base,
    docs: inv,
    visibilityLag: 2,
    keyLife: 3,
    mayBeLate: true,
    budget: none,
    faultsUntil: 18,
  },
  'payment, later than the settle time': {
    ...base,
    docs: pay,
    doublingIsTold: true,
    nextRunAt: 20,
    keyLife: 3,
    mayBeLate: true,
    budget: none,
    faultsUntil: 16,
  },
  'invoice, its number passed on': {
    ...base,
    docs: [...booked, { kind: 'invoice', id: 'i2', number: 'i1' }],
    editsNumber: true,
    budget: may({ edit: 1 }),
    faultsUntil: 6,
  },
  'payment, database set back, both lanes': { ...base, docs: pay, lanes: both, budget: may({ restore: 1 }), faultsUntil: 5 },
  'two like payments, database set back': { ...base, docs: twoPay, batch: 1, budget: may({ restore: 1 }), faultsUntil: 6 },
  'two like payments, one on its way by express': {
    ...base,
    docs: twoPay,
    lanes: both,
    express: [0],
    budget: may({ drop: 1 }),
    faultsUntil: 6,
  },
  'invoice, another organisation is connected': { ...base, docs: inv, budget: may({ drop: 1, move: 1 }), faultsUntil: 8 },
  'customer and invoice, lost': { ...base, docs: family, budget: may({ drop: 1 }), faultsUntil: 8 },
  'customer and invoice, killed': { ...base, docs: family, budget: may({ kill: 1 }), faultsUntil: 8 },
  'customer refused, invoice waits': { ...base, docs: family, poison: 0, budget: may({ kill: 1 }), faultsUntil: 5 },
  'customer linked while its invoice is being planned': {
    ...base,
    docs: family,
    lanes: both,
    express: [0],

    budget: may({ drop: 1 }),
    faultsUntil: 5,
  },
  'customer linked by the other lane, killed': {
    ...base,
    docs: family,
    lanes: both,
    express: [0],
    budget: may({ kill: 1 }),
    faultsUntil: 5,
  },
  'customer, invoice and payment': {
    ...base,
    docs: [...family, { kind: 'payment', id: 'p1', on: 'i1', customer: 'c1' }],
    budget: may({ drop: 1 }),
    faultsUntil: 6,
  },
  'allocation, lost': {
    ...base,
    docs: [{ kind: 'credit', id: 'k1', on: 'base', linked: true }],
    budget: may({ drop: 2 }),
    faultsUntil: 12,
  },
  'allocation, killed': {
    ...base,
    docs: [{ kind: 'credit', id: 'k1', on: 'base', linked: true }],
    budget: may({ kill: 1, drop: 1 }),
    faultsUntil: 12,
  },
  'allocation, its run terminated': {
    ...base,
    docs: [{ kind: 'credit', id: 'k1', on: 'base', linked: true }],
    lanes: ['bulk', 'bulk'],
    budget: may({ end: 1 }),
    faultsUntil: 6,
  },
  'credit, its invoice and the allocation': {
    ...base,
    docs: [...inv, { kind: 'credit', id: 'k1', on: 'i1' }],
    budget: may({ drop: 1 }),
    faultsUntil: 6,
  },
  'allocation, database set back': {
    ...base,
    docs: [{ kind: 'credit', id: 'k1', on: 'base', linked: true }],
    budget: may({ restore: 1 }),
    faultsUntil: 9,
  },
  'one writer, two lanes': { ...base, docs: twoPay, lanes: both, express: [0], writers: 1, budget: may({ drop: 1 }), faultsUntil: 6 },
  'one writer, killed': { ...base, docs: twoPay, lanes: both, express: [0], writers: 1, budget: may({ kill: 1 }), faultsUntil: 6 },
  'express and bulk, killed': {
    ...base,
    docs: [...inv, { kind: 'invoice', id: 'i2' }],
    lanes: both,
    express: [0],
    budget: may({ kill: 1 }),
    faultsUntil: 5,
  },
  'express and bulk, edited': { ...base, docs: inv, lanes: both, budget: may({ edit: 1 }), faultsUntil: 5 },
}

const many: ScenarioDoc[] = [
  ...family,
  { kind: 'payment', id: 'p1', on: 'i1', customer: 'c1' },
  { kind: 'payment', id: 'p2' },
  { kind: 'credit', id: 'k1', on: 'base' },
  { kind: 'invoice', id: 'i2' },
]

/** What random walks go through: more documents, more faults, both lanes; too much to see completely. */
export const walked: Record<string, Scenario> = {
  'everything at once': {
    ...base,
    docs: many,
    lanes: both,
    slowTurn: true,

    faultsUntil: 40,
    end: 400,
    budget: may({ kill: 3, drop: 3, pause: 1, edit: 2, alter: 1, refuse: 2, fail: 1, end: 0 }),
  },
  'everything at once, numbers edited': {
    ...base,
    docs: [...inv, { kind: 'invoice', id: 'i2' }, { kind: 'invoice', id: 'i3' }, { kind: 'credit', id: 'k1', on: 'i1' }],
    lanes: both,
    slowTurn: true,
    editsNumber: true,
    faultsUntil: 40,
    end: 400,
    budget: may({ kill: 3, drop: 3, pause: 1, edit: 2, void: 1, manual: 1, refuse: 2, fail: 1 }),
  },
}

/**
 * Beyond all rules: a request that works longer than the settle time, while the number it carries was changed in the books meanwhile. With the rule of the first number it
 * takes three requests to come to harm, without it two.
 */
export const beyond: Record<string, Scenario> = {
  'invoice, number edited, later than the settle time': {
    ...base,
    docs: inv,
    editsNumber: true,
    keyLife: 3,
    mayBeLate: true,
    budget: may({ edit: 1 }),
    faultsUntil: 16,
  },
}
