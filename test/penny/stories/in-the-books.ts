import { deliver } from '../host-records.ts'
import type { Act, Scene } from '../scene.ts'
import type { Town } from '../town.ts'
import { takeInvoices } from './find-documents.ts'

/** What a bookkeeper changes on our invoices: the due date, an amount, and one that is voided. */
export function inTheBooks(town: Town, count: number): Act[] {
  return [...dueDateMoved(town, count), ...amountChanged(town, count), ...voidedThere(town, count)]
}

const edit = (scene: Scene, action: string, invoiceNumber: string, record?: Record<string, unknown>): Promise<unknown> =>
  scene.keeper.edit(action, { invoiceNumber, ...(record && { record }) })

/** Theirs to move; nothing is said. */
const dueDateMoved = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'notAtAll').map(({ invoice }) => ({
    day: town.middle,
    what: 'due date moved in the books',
    do: async (scene) => void (await edit(scene, 'editInvoice', invoice.number, { DueDate: '2027-01-31' })),
  }))

/** A difference of money: shown, and ours is sent again with a yes. */
const amountChanged = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'notAtAll').map(({ id, invoice }) => ({
    day: town.middle,
    what: 'amount changed in the books, ours sent',
    do: async (scene) => {
      await edit(scene, 'editInvoice', invoice.number, {
        LineItems: [{ Description: 'Changed by hand', Quantity: 1, UnitAmount: 1, AccountCode: '200', TaxType: 'OUTPUT2' }],
      })
      scene.answers.set(`invoice/${id} CHANGED_IN_BOOKS`, { choice: 'sendOurs' })
    },
  }))

/** Voided by mistake: sent again with a yes, under another number where the books keep the old one. */
const voidedThere = (town: Town, count: number): Act[] =>
  takeInvoices(town, count, 'notAtAll').map(({ id, invoice }) => ({
    day: town.middle,
    what: 'invoice voided in the books, sent again',
    do: async (scene) => {
      await edit(scene, 'voidInvoice', invoice.number)
      scene.answers.set(`invoice/${id} VOIDED_IN_BOOKS`, { choice: 'sendAgain' })
      scene.answers.set(`invoice/${id} NUMBER_KEPT_BY_VOIDED`, {
        choice: 'retry',
        first: async () => {
          const body = { ...invoice, number: `${invoice.number}A` }
          scene.host.invoice.set(id, body)
          await deliver(scene.stack, scene.company.companyId, [{ kind: 'invoice', externalId: id, body }], undefined)
        },
      })
    },
  }))
