import type { Credit } from '../../../domain/credit.ts'
import type { Invoice } from '../../../domain/invoice.ts'
import { type Act, save } from '../scene.ts'
import type { Town } from '../town.ts'
import { takeInvoices } from './find-documents.ts'

/** Invoices that are cancelled in the host: never sent, open in the books, or paid there. */
export function cancellations(town: Town, count: number): Act[] {
  return [...neverSent(town, count), ...voided(town, count), ...credited(town, count, 'notAtAll'), ...credited(town, count, 'inFull')]
}

/** On hold, and cancelled before it was ever sent. */
const neverSent = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'notAtAll').flatMap(({ id, invoice }): Act[] => {
    town.portions.delete(`invoice/${id}`)
    return [
      { day: town.early, what: 'invoice put on hold', do: (scene) => save(scene, 'invoice', id, { ...invoice, hold: true }) },
      {
        day: town.late,
        what: 'invoice cancelled before it was sent',
        do: (scene) => {
          save(scene, 'invoice', id, { ...invoice, state: 'cancelled' })
          scene.ends.set(`invoice/${id}`, { live: false, why: 'cancelled before it was sent' })
        },
      },
    ]
  })

/** The customer never had it: voided in the books with a yes. */
const voided = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'notAtAll').map(({ id, invoice }) => ({
    day: town.middle,
    what: 'open invoice cancelled, voided',
    do: (scene) => {
      save(scene, 'invoice', id, { ...invoice, state: 'cancelled' })
      scene.answers.set(`invoice/${id} CANCELLED_IN_HOST`, { choice: 'void' })
      scene.ends.set(`invoice/${id}`, { live: false, why: 'cancelled and voided' })
    },
  }))

/** The customer had it: a credit note takes it back, and both stand in the books. */
const credited = (town: Town, count: number, paid: 'inFull' | 'notAtAll'): Act[] =>
  takeInvoices(town, count, paid).map(({ id, invoice }) => ({
    day: town.middle,
    what: paid === 'inFull' ? 'paid invoice cancelled, credited' : 'open invoice cancelled, credited',
    do: (scene) => {
      save(scene, 'invoice', id, { ...invoice, state: 'cancelled' })
      const code = paid === 'inFull' ? 'CANCELLED_NEEDS_CREDIT' : 'CANCELLED_IN_HOST'
      scene.answers.set(`invoice/${id} ${code}`, { choice: 'creditNote' })
      scene.ends.set(`invoice/${id}`, { live: true, body: invoice, why: 'taken back by a credit note' })
      save(scene, 'credit', `${id}-CN`, creditOf(id, invoice))
    },
  }))

const creditOf = (id: string, { dueDate: _due, kind: _kind, ...invoice }: Invoice): Credit => ({
  ...invoice,
  number: `${invoice.number}-CN`,
  corrects: [{ invoice: id }],
  reason: 'Cancelled',
})
