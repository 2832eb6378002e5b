import type { Mutation } from '../mutations/mutate.ts'

const tests = (title: string): string[] => ['test/two-at-once', '-t', title]

/** What breaks the guarantees of two at once, each with the test that has to notice. */
export const mutations: readonly Mutation[] = [
  {
    guarantee: 'settings changed during a run',
    breaks: 'the first settings that were ever saved hold for ever',
    file: 'ledger/settings.ts',
    find: ".orderBy('version', 'desc')",
    replace: ".orderBy('version', 'asc')",
    tests: tests('settings changed during a run'),
  },
  {
    guarantee: 'edited while it is on its way',
    breaks: 'the link says that the newest version was sent, whichever it was',
    file: 'ledger/settle-items.ts',
    find: "r.book_id, r.book_number, 'pushed', i.version,",
    replace:
      "r.book_id, r.book_number, 'pushed', (select d.version from documents d where d.kind = i.kind and d.external_id = i.external_id),",
    tests: tests('a document edited while it is on its way'),
  },
  {
    guarantee: 'a code archived during a run',
    breaks: 'its refusal is not understood',
    file: 'providers/xero/errors.ts',
    find: "(?<account>[^']*)' has been archived, or has been deleted/, code: 'ACCOUNT_ARCHIVED'",
    replace: "(?<account>[^']*)' has been put away/, code: 'ACCOUNT_ARCHIVED'",
    tests: tests('a code archived in the books during a run'),
  },
  {
    guarantee: 'a reconnect to the same organisation',
    breaks: 'signing in again leaves the connection waiting for a choice',
    file: 'ledger/choose-organisation.ts',
    find: "state: sql`case when state = 'paused' then 'paused' else 'ready' end`",
    replace: "state: 'choosing'",
    tests: tests('to the same organisation'),
  },
  {
    guarantee: 'a reconnect by a person who still opens ours',
    breaks: 'the organisation that was chosen last is taken for ours',
    file: 'ledger/choose-organisation.ts',
    find: 'const choice = consent.choices.find((offered) => offered.organisationId === connection.organisation_id)',
    replace: 'const choice = consent.choices.find((offered) => offered.organisationId !== connection.organisation_id)',
    tests: tests('by a person who still opens ours'),
  },
  {
    guarantee: 'a reconnect when ours is closed to us',
    breaks: 'any organisation will do',
    file: 'ledger/choose-organisation.ts',
    find: 'offered.organisationId === connection.organisation_id)',
    replace: 'offered.organisationId === connection.organisation_id) ?? consent.choices[0]',
    tests: tests('when ours is closed to us'),
  },
  {
    guarantee: 'a company with two connections',
    breaks: 'what is saved is due at one connection alone',
    file: 'ledger/standings.ts',
    find: 'order by c.id, d.external_id',
    replace: 'order by c.id, d.external_id limit 1',
    tests: tests('a company with two connections'),
  },
  {
    guarantee: 'two Proceeds on one preview',
    breaks: 'nobody looks whether it was carried out already',
    file: 'ledger/sync-requests.ts',
    find: "if (await runOfPreview(scope, previewId)) throw new SyncError('PREVIEW_USED')",
    replace: 'await runOfPreview(scope, previewId)',
    tests: tests('two tabs that press Proceed'),
  },
  {
    guarantee: 'two hosts, with If-Match',
    breaks: 'the version that the host believes in is not compared',
    file: 'ledger/decide-save.ts',
    find: 'if (sent.ifMatch !== undefined && sent.ifMatch !== stored?.version)',
    replace: 'if (sent.ifMatch !== undefined && stored === undefined)',
    tests: tests('with If-Match'),
  },
  {
    guarantee: 'two hosts, with counters',
    breaks: 'who comes last wins',
    file: 'ledger/decide-save.ts',
    find: 'if (stored && isLower(sent.sourceVersion, stored.source_version))',
    replace: 'if (stored && isLower(sent.sourceVersion, null))',
    tests: tests('with counters'),
  },
  {
    guarantee: 'a schedule and a person',
    breaks: 'a comparison that is asked for beside a run is dropped',
    file: 'workflows/connection.ts',
    find: "if (execution.form === 'run') await runChild(input, lane, execution)",
    replace: "if (execution.form === 'run') await runChild(input, lane, execution)\n      else if (executions.length > 0) continue",
    tests: tests('a schedule and a person'),
  },
]
