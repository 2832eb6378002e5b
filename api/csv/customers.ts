import { customer } from '../../domain/customer.ts'
import { checkBody, type Facts, nest, readFacts } from './build-body.ts'
import { type Drafts, gather } from './draft.ts'
import { fieldsOf } from './fields.ts'
import type { CellReader } from './read-cell.ts'
import { inRow } from './in-row.ts'
import { missing } from './refusal.ts'
import type { Sheet } from './sheet.ts'

/** Reads customers: one row, one customer. */
export function readCustomers(sheet: Sheet, reader: CellReader): Drafts<'customer'> {
  const gathering = gather('customer')
  for (const row of sheet.rows) {
    const place = { part: sheet.part, row: row.row }
    const externalId = row.text('externalId')
    const facts = readFacts(reader, row, fieldsOf.customers, names)
    const body = facts.ok ? checkBody(customer, nest(completed(facts.value))) : facts
    if (row.fault) gathering.refuse([place], null, row.fault)
    else if (externalId === '') gathering.refuse([place], null, inRow(row, missing('externalId')))
    else if (!body.ok) gathering.refuse([place], externalId, inRow(row, body.why))
    else gathering.add({ externalId, body: body.value, rows: [place] })
  }
  return gathering.done()
}

const names = Object.keys(fieldsOf.customers).filter((name) => name !== 'externalId')

/** A group of facts needs its chief one: terms without days, or a note on the reverse charge without saying that it applies, say nothing. */
function completed(facts: Facts): Facts {
  const whole: Facts = { state: 'active', ...facts }
  if (whole['terms.days'] === undefined) delete whole['terms.from']
  else whole['terms.from'] ??= 'invoiceDate'
  if (whole['reverseCharge.applies'] === undefined) {
    delete whole['reverseCharge.cisRegistered']
    delete whole['reverseCharge.endUser']
  }
  return whole
}
