import { type Act, save } from '../scene.ts'
import type { Town } from '../town.ts'
import { withOneLineMore } from './change-invoice.ts'
import { standardCode, takeInvoices } from './find-documents.ts'

/** Invoices that are edited in the host after they are in the books. */
export function edits(town: Town, count: number): Act[] {
  return [...openEdited(town, count), ...paidEditedAndKept(town, count), ...paidEditedAndSetBack(town, count), ...wordsEdited(town, count)]
}

/** Open: the change is sent, and the books show the new total. */
const openEdited = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'notAtAll').map(({ id, invoice }) => ({
    day: town.middle,
    what: 'open invoice edited',
    do: (scene) => save(scene, 'invoice', id, withOneLineMore(invoice, standardCode(town))),
  }))

/** Paid: the books take no change of money; the office keeps what the books say. */
const paidEditedAndKept = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'inFull').map(({ id, invoice }) => ({
    day: town.middle,
    what: 'paid invoice edited, books kept',
    do: (scene) => {
      save(scene, 'invoice', id, withOneLineMore(invoice, standardCode(town)))
      scene.answers.set(`invoice/${id} CHANGE_NOT_ALLOWED`, { choice: 'acceptTheirs' })
      scene.ends.set(`invoice/${id}`, { live: true, body: invoice, why: 'paid before it was edited: the books keep theirs' })
    },
  }))

/** Paid: the office sees that it cannot be, and sets it back. */
const paidEditedAndSetBack = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'inFull').flatMap(({ id, invoice }): Act[] => [
    {
      day: town.middle,
      what: 'paid invoice edited, then set back',
      do: (scene) => save(scene, 'invoice', id, withOneLineMore(invoice, standardCode(town))),
    },
    { day: town.late, what: 'edit set back', do: (scene) => save(scene, 'invoice', id, invoice) },
  ])

/** Paid: words and the due date may change and are sent. */
const wordsEdited = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'inFull').map(({ id, invoice }) => ({
    day: town.middle,
    what: 'reference of a paid invoice edited',
    do: (scene) => save(scene, 'invoice', id, { ...invoice, reference: 'PO given later' }),
  }))
