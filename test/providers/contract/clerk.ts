import { randomUUID } from 'node:crypto'
import type { MirrorRecords } from '../../../domain/books.ts'
import type { MirrorKind } from '../../../domain/entities.ts'
import type { Expected, Json, WriteIntent } from '../../../domain/plan.ts'
import { fillRefs } from '../../../domain/rules/fill-refs.ts'
import { refOf } from '../../../domain/rules/refs.ts'
import type { ItemAnswer, Provider, SendAnswer, Sought } from '../../../providers/contract.ts'
import { aCredit, aCustomer, anInvoice, intent } from '../documents.ts'
import type { Harness, TestBooks } from './harness.ts'

/** One write carried through: composed, its refs filled, sent. */
export interface Pushed {
  answer: SendAnswer
  sought: Sought
}

export type Taken = Extract<ItemAnswer, { kind: 'taken' }>
export type Clerk = ReturnType<typeof employ>

/** Who enters documents in the books of a harness as the engine would, and remembers the ids by ref. */
export function employ(harness: Harness) {
  const { provider } = harness
  const ids: Record<string, string> = {}
  let opened: TestBooks | undefined
  const books = () => {
    if (opened === undefined) throw new Error('the books are not open')
    return opened
  }

  const compose = (write: WriteIntent) => composed(provider, books(), write)

  const soughtFor = (write: WriteIntent, body: Json, expected: Expected): Sought => ({
    operation: write.operation,
    body,
    expected,
    ids,
    ...(write.bookId !== undefined && { bookId: write.bookId }),
  })

  async function push(write: WriteIntent, key: string = randomUUID()): Promise<Pushed> {
    const { body, expected } = compose(write)
    const filled = fillRefs(body, ids)
    const answer = await books().session.send(write.operation, provider.request(write.operation, [filled]), key)
    return { answer, sought: soughtFor(write, filled, expected) }
  }

  /** Pushes and expects it taken; remembers the id under the ref. */
  async function taken(write: WriteIntent, ref: string): Promise<Taken> {
    const { answer } = await push(write)
    const item = answer.outcome === 'answered' ? answer.items[0] : undefined
    if (item?.kind !== 'taken') throw new Error(`not taken: ${JSON.stringify(answer)}`)
    ids[ref] = item.bookId
    return item
  }

  async function readFrom<K extends MirrorKind>(
    kind: K,
    cursor: string | undefined,
  ): Promise<{ records: MirrorRecords[K][]; cursor: string }> {
    const records: MirrorRecords[K][] = []
    for (let at = cursor; ; ) {
      const page = await books().session.changes(kind, at)
      records.push(...page.records)
      at = page.cursor
      if (page.done) return { records, cursor: page.cursor }
    }
  }

  return {
    provider,
    ids,
    compose,
    soughtFor,
    push,
    taken,
    readFrom,
    get books() {
      return books()
    },
    open: async () => {
      opened = await harness.open()
    },
    readAll: async <K extends MirrorKind>(kind: K): Promise<MirrorRecords[K][]> => (await readFrom(kind, undefined)).records,
    newCustomer: (id: string) =>
      taken(intent('createCustomer', { kind: 'customer', externalId: id, body: aCustomer(`Customer ${id}`) }), refOf('customer', id)),
    newInvoice: (id: string, customer: string) =>
      taken(intent('createInvoice', { kind: 'invoice', externalId: id, body: anInvoice(`N-${id}`, customer) }), refOf('invoice', id)),
    newCredit: (id: string, customer: string) =>
      taken(intent('createCredit', { kind: 'credit', externalId: id, body: aCredit(`C-${id}`, customer) }), refOf('credit', id)),
  }
}

function composed(provider: Provider, books: TestBooks, write: WriteIntent) {
  const made = provider.compose(write, books.context)
  if (!made.ok) throw new Error(`${made.code} ${made.detail ?? ''}`)
  return made
}
