import type { Act } from '../scene.ts'
import type { Town } from '../town.ts'
import { cancellations } from './cancellations.ts'
import { contacts } from './contacts.ts'
import { edits } from './edits.ts'
import { inTheBooks } from './in-the-books.ts'
import { lockedPeriod } from './locked-period.ts'
import { money } from './money.ts'

/** Everything that happens in between, each to customers of its own: so many of each kind as the data has room for. */
export function storiesOf(town: Town): Act[] {
  const count = Math.max(1, Math.min(6, Math.floor(town.records.invoice.size / 150)))
  return [
    ...contacts(town, count),
    ...edits(town, count),
    ...cancellations(town, count),
    ...money(town, count),
    ...inTheBooks(town, count),
    ...lockedPeriod(town),
  ]
}
