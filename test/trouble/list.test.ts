import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** What can be wrong with what comes in and with what is around: each with the test that holds its guarantee, and the codes under which docs/errors.md has its message. */
const troubles: Record<string, { in: string; title: string; codes: string[] }> = {
  'a CSV with wrong headers': { in: 'trouble/files', title: 'a file whose headers nobody knows', codes: ['IMPORT_COLUMN_MISSING'] },
  'bad dates': { in: 'trouble/files', title: 'a date that is none', codes: ['IMPORT_VALUE_INVALID'] },
  'dates that can be read both ways': { in: 'api/imports', title: 'dates that can be read both ways', codes: ['IMPORT_DATE_AMBIGUOUS'] },
  'amounts like 1,234.50 or £12': { in: 'trouble/files', title: 'amounts like 1,234.50, £12', codes: ['IMPORT_VALUE_INVALID'] },
  'rows of other cells than the header': {
    in: 'trouble/files',
    title: 'a row with a comma too few or too many',
    codes: ['IMPORT_ROW_CELLS'],
  },
  'duplicate numbers': {
    in: 'trouble/files',
    title: 'an invoice that stands in the file twice',
    codes: ['IMPORT_ROW_DOUBLED', 'NUMBER_TAKEN'],
  },
  'an invoice for an unknown customer': { in: 'trouble/files', title: 'an invoice for an unknown customer', codes: ['CUSTOMER_UNKNOWN'] },
  'an unexplained tax code': { in: 'trouble/files', title: 'a tax code that nobody has explained', codes: ['IMPORT_TAX_CODE_UNKNOWN'] },
  'customers merged in a circle': { in: 'trouble/files', title: 'customers that were merged in a circle', codes: ['MERGED_IN_A_CIRCLE'] },
  'totals that do not add up': { in: 'trouble/documents', title: 'totals that do not add up', codes: ['TOTALS_DO_NOT_ADD_UP'] },
  'a payment larger than the invoice': {
    in: 'trouble/documents',
    title: 'a payment larger than its invoice',
    codes: ['PAYMENT_LARGER_THAN_INVOICE'],
  },
  'a currency the books do not have': {
    in: 'trouble/documents',
    title: 'a currency that the books do not have',
    codes: ['CURRENCY_NOT_SUBSCRIBED'],
  },
  'a deleted mapping': { in: 'trouble/documents', title: 'a removed tax code', codes: ['MAPPING_BROKEN', 'TAX_CODE_NOT_USABLE'] },
  'an archived account': { in: 'trouble/documents', title: 'an archived account', codes: ['NOMINAL_CODE_NOT_USABLE'] },
  'a lock date': { in: 'trouble/documents', title: 'a locked day', codes: ['LOCKED_PERIOD'] },
  'an archived contact': { in: 'trouble/documents', title: 'an archived contact', codes: ['CONTACT_ARCHIVED'] },
  'the plan’s invoice limit': { in: 'trouble/documents', title: 'the plan’s limit of invoices', codes: ['PLAN_INVOICE_LIMIT'] },
  'a consent refused': { in: 'api/connect', title: 'a refused consent comes back with the reason', codes: ['CONSENT_REFUSED'] },
  'a token revoked': { in: 'trouble/connection', title: 'access that was taken away', codes: ['ORGANISATION_DISCONNECTED'] },
  'a token refused for good': { in: 'journeys/refused-token', title: 'a fresh token that is refused too', codes: ['CONNECTION_LOST'] },
  'a wrong organisation chosen on reconnect': {
    in: 'trouble/connection',
    title: 'another organisation chosen',
    codes: ['ORGANISATION_CHANGED'],
  },
  'an empty run': { in: 'trouble/connection', title: 'a run with nothing to do', codes: [] },
  'a run asked twice': { in: 'trouble/connection', title: 'a run asked for twice', codes: [] },
  'a worker restarted in the middle': { in: 'trouble/restarts', title: 'a worker', codes: ['SETTLING'] },
  'the API restarted in the middle': { in: 'trouble/restarts', title: 'the API', codes: [] },
  'PostgreSQL restarted in the middle': { in: 'trouble/restarts', title: 'PostgreSQL', codes: ['DATABASE_UNAVAILABLE'] },
  'Temporal restarted in the middle': { in: 'trouble/restarts', title: 'the Temporal server', codes: ['TEMPORAL_UNAVAILABLE'] },
  'a 429 with and without body': { in: 'trouble/connection', title: 'a 429 with a body, one without', codes: ['PROVIDER_RATE_LIMITED'] },
  'a 503 for an hour': { in: 'trouble/connection', title: 'a provider that is down for an hour', codes: ['PROVIDER_DOWN'] },
  'a connection dropped after the commit': { in: 'trouble/connection', title: 'an answer lost after the commit', codes: ['SETTLING'] },
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

test('every trouble of the list has a test that bears its guarantee as its title', () => {
  for (const [trouble, { in: file, title }] of Object.entries(troubles)) expect(read(`test/${file}.test.ts`), trouble).toContain(title)
  expect(Object.keys(troubles).length).toBeGreaterThanOrEqual(26)
})

test('every trouble that somebody is told about has its message in docs/errors.md, with what to do', () => {
  const docs = read('docs/errors.md')
  for (const [trouble, { codes }] of Object.entries(troubles))
    for (const code of codes) expect(docs, trouble).toMatch(new RegExp(`### ${code}\\n\\n\\*\\*.+\\n\\n- Cause: .+\\n- What to do: .+`))
})
