import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { openAnswer, openBody, openItemBody, sealAnswer } from '../../ledger/envelope-texts.ts'
import { markUnknown, readEnvelope } from '../../ledger/envelopes.ts'
import { removeOldTexts, sealOldTexts } from '../../ledger/old-texts.ts'
import { settleEnvelope } from '../../ledger/settle-envelope.ts'
import { listItems } from '../../ledger/sync-run-items.ts'
import { finishRun } from '../../ledger/sync-runs.ts'
import { openVault, VaultError } from '../../ledger/vault.ts'
import { freshLedger } from './fresh-ledger.ts'
import { type Desk, openDesk, testVault } from './planned-writes.ts'

const fresh = freshLedger()
const SECRET = 'Mrs Featherstonehaugh owes 1234.56'
const newDesk = async () => openDesk(fresh.ledger, await fresh.newCompany())
const planned = (desk: Desk) => desk.plan([{ externalId: 'c1', body: SECRET }])
const envelopeOf = async (desk: Desk, envelopeId: string) => {
  const envelope = await desk.as((scope) => readEnvelope(scope, envelopeId))
  if (!envelope) throw new Error('The envelope was just written')
  return envelope
}

/** What somebody with a copy of the database reads, whoever they are there. */
async function rawTables(): Promise<string> {
  const client = new Client({ connectionString: fresh.databaseUrl })
  await client.connect()
  const { rows } = await client.query(
    `select (select json_agg(e) from (select body, answer, detail from envelopes) e) as envelopes, (select json_agg(i.body) from envelope_items i) as items`,
  )
  await client.end()
  return JSON.stringify(rows)
}

/** Lets days pass since a run ended and its envelopes were settled. */
async function daysLater(desk: Desk, days: number): Promise<void> {
  await desk.as(async (scope) => {
    for (const [table, column] of [
      ['envelopes', 'settled_at'],
      ['sync_runs', 'finished_at'],
    ] as const)
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)} - make_interval(days => ${days})`.execute(scope.db)
  })
}

test('what is sent and what is answered stands in no table in clear, and opens for its own envelope alone', async () => {
  const desk = await newDesk()
  const hold = await desk.send(await planned(desk))
  await settleEnvelope(fresh.ledger, hold, [{ result: 'taken', bookId: 'b1' }], {
    sealedAnswer: sealAnswer(testVault, hold, { correlationId: 'x1', text: `answered: ${SECRET}` }),
  })
  expect(await rawTables()).not.toContain('Featherstonehaugh')
  const envelope = await envelopeOf(desk, hold.envelopeId)
  expect(openBody(testVault, envelope)).toContain(SECRET)
  expect(envelope.items.map((item) => openItemBody(testVault, item))).toEqual([JSON.stringify(SECRET)])
  expect(openAnswer(testVault, envelope)).toEqual({ correlationId: 'x1', text: `answered: ${SECRET}` })

  const other = await newDesk()
  const another = await envelopeOf(other, (await other.write(await planned(other))).envelopeId)
  for (const moved of [
    { ...another, body: envelope.body },
    { ...envelope, body: envelope.answer },
    { ...envelope, company_id: another.company_id },
  ])
    expect(() => openBody(testVault, moved)).toThrow(VaultError)
  expect(() => openBody(openVault(`test:${randomBytes(32).toString('base64')}`), envelope)).toThrow(VaultError)
})

test('what came with an unknown outcome is kept when the look-up settles it', async () => {
  const desk = await newDesk()
  const hold = await desk.send(await planned(desk))
  await markUnknown(fresh.ledger, hold, 'down for maintenance', sealAnswer(testVault, hold, { text: '<h1>503</h1>' }))
  await settleEnvelope(fresh.ledger, hold, [{ result: 'taken', bookId: 'b1' }])
  expect(openAnswer(testVault, await envelopeOf(desk, hold.envelopeId))).toEqual({ text: '<h1>503</h1>' })
})

test('after 90 days the texts of settled envelopes and ended runs are gone; what is open or looked up again keeps its own', async () => {
  const desk = await newDesk()
  const run = await planned(desk)
  const hold = await desk.send(run)
  await settleEnvelope(fresh.ledger, hold, [{ result: 'taken', bookId: 'b1' }], {
    sealedAnswer: sealAnswer(testVault, hold, { text: 'ok' }),
  })
  await desk.as((scope) => finishRun(scope, run, { status: 'Done' }))
  const [open, again] = [await newDesk(), await newDesk()]
  const unsettled = await open.send(await planned(open))
  const absent = await again.send(await planned(again))
  await markUnknown(fresh.ledger, absent, 'cut')
  await settleEnvelope(fresh.ledger, absent, [{ result: 'absent', alone: false }])

  await daysLater(desk, 89)
  await daysLater(again, 200)
  await removeOldTexts(fresh.ledger, 90)
  expect(openBody(testVault, await envelopeOf(desk, hold.envelopeId))).toContain(SECRET)
  await daysLater(desk, 2)
  await removeOldTexts(fresh.ledger, 90)

  const old = await envelopeOf(desk, hold.envelopeId)
  expect([old.body, old.answer, old.items.map(({ body }) => body)]).toEqual([null, null, [null]])
  expect(old).toMatchObject({ state: 'settled', items: [{ result: 'taken', result_book_id: 'b1' }] })
  expect((await desk.as((scope) => listItems(scope, run))).map(({ body, outcome }) => [body, outcome])).toEqual([[null, 'pushed']])
  expect(() => openBody(testVault, old)).toThrow('was removed')
  for (const [of, kept] of [
    [open, unsettled],
    [again, absent],
  ] as const)
    expect((await envelopeOf(of, kept.envelopeId)).items.map((item) => openItemBody(testVault, item))).toEqual([JSON.stringify(SECRET)])
  expect(await removeOldTexts(fresh.ledger, 90)).toBe(0)
})

test('a body that was written before bodies were sealed is read as it stands, sealed by the watch, and nothing else may change it', async () => {
  const desk = await newDesk()
  const { envelopeId } = await desk.send(await planned(desk))
  await ownerRuns(
    `alter table envelopes disable trigger envelope_moves_forward;
     update envelopes set body = '{"clear":"${SECRET}"}', answer = 'correlation-1' where id = '${envelopeId}';
     update envelope_items set body = '"${SECRET}"' where envelope_id = '${envelopeId}';
     alter table envelopes enable trigger envelope_moves_forward`,
  )
  const clear = await envelopeOf(desk, envelopeId)
  expect(openBody(testVault, clear)).toBe(`{"clear":"${SECRET}"}`)
  expect(openAnswer(testVault, clear)).toEqual({ correlationId: 'correlation-1' })
  const rewrite = (body: string | null) =>
    desk.as((scope) => scope.db.updateTable('envelopes').set({ body }).where('id', '=', envelopeId).execute())
  for (const other of ['{}', null]) await expect(rewrite(other)).rejects.toThrow('not rewritten')

  expect(await sealOldTexts(fresh.ledger, testVault)).toBe(1)
  expect(await sealOldTexts(fresh.ledger, testVault)).toBe(0)
  expect(await rawTables()).not.toContain('Featherstonehaugh')
  const sealed = await envelopeOf(desk, envelopeId)
  expect(openBody(testVault, sealed)).toBe(`{"clear":"${SECRET}"}`)
  expect(sealed.items.map((item) => openItemBody(testVault, item))).toEqual([`"${SECRET}"`])
  expect(openAnswer(testVault, sealed)).toEqual({ correlationId: 'correlation-1' })
  for (const other of ['v1.other', '{}', null]) await expect(rewrite(other)).rejects.toThrow('not rewritten')
})

async function ownerRuns(statements: string): Promise<void> {
  const client = new Client({ connectionString: fresh.databaseUrl })
  await client.connect()
  await client.query(statements)
  await client.end()
}
