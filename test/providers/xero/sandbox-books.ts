import { startXeroSandbox } from '../../../sandboxes/xero/server.ts'
import type { Codes } from '../../../domain/books.ts'
import { defaultSettings, type Settings } from '../../../domain/settings.ts'
import { providers } from '../../../providers/registry.ts'
import { type SandboxControl, sandboxControl } from '../../setup/sandbox-control.ts'
import type { Harness, TestBooks } from '../contract/harness.ts'
import { testTools } from './raw-server.ts'

/** Xero's harness: a sandbox of its own for each suite, spoken to by HTTP alone. */
export const xeroHarness: Harness = { provider: providers.xero, open: () => openXeroBooks() }

/** The same, where Xero does in every open question what the sandbox does not do by itself. */
export const contraryXeroHarness: Harness = { provider: providers.xero, open: () => openXeroBooks('contrary') }

export interface XeroTestBooks extends TestBooks {
  url: string
  organisationId: string
  control: SandboxControl
}

/** A fresh organisation of a fresh sandbox, connected, its codes read and mapped. */
export async function openXeroBooks(answers: 'usual' | 'contrary' = 'usual'): Promise<XeroTestBooks> {
  const sandbox = await startXeroSandbox({ port: 0 })
  const control = sandboxControl(sandbox.url)
  const { organisationId } = await control<{ organisationId: string }>('organisations', {
    name: 'Contract Ltd',
    country: 'GB',
    currencies: ['EUR'],
  })
  await control('limits', { off: true })
  if (answers === 'contrary') {
    const quirks = await control<Record<string, { answers: string[] }>>('quirks')
    await control('quirks', Object.fromEntries(Object.entries(quirks).map(([name, quirk]) => [name, quirk.answers.at(-1)])))
  }
  const tokens = async () => (await control<{ accessToken: string }>('tokens', { organisationId })).accessToken
  let token = await tokens()
  const tools = testTools(sandbox.url)
  let elapsed = 0
  Object.assign(tools, { accessToken: () => Promise.resolve(token), now: () => Date.now() + elapsed * 1_000 })
  const session = providers.xero.open(organisationId, tools)
  const codes = await session.readCodes()
  const organisation = await session.readOrganisation()
  const edit = async (action: string, more: object) => void (await control('edit', { organisationId, action, ...more }))
  return {
    url: sandbox.url,
    organisationId,
    control,
    session,
    context: { settings: mapped(codes), codes, organisation },
    turns: () => tools.turns,
    requests: async () =>
      (await control<{ requests: { method: string; path: string }[] }>('requests')).requests.filter((one) =>
        one.path.startsWith('/api.xro'),
      ),
    fault: async (kind, method) =>
      void (await control('faults', {
        kind: kind === 'broken' ? 'status' : kind,
        status: 500,
        retryAfter: 26,
        match: { path: '/api.xro', method },
        times: 1,
      })),
    byHand: {
      archiveContact: (contactId) => edit('archiveContact', { contactId }),
      voidInvoice: (invoiceId) => edit('voidInvoice', { invoiceId }),
      changeInvoice: (invoiceId) =>
        edit('editInvoice', {
          invoiceId,
          record: { LineItems: [{ Description: 'Changed by hand', Quantity: 1, UnitAmount: 1, AccountCode: '200', TaxType: 'OUTPUT2' }] },
        }),
      enterInvoice: (number, contactId) =>
        edit('createInvoice', { record: { ...strangersInvoice, InvoiceNumber: number, Contact: { ContactID: contactId } } }),
      deletePayment: (paymentId) => edit('deletePayment', { paymentId }),
    },
    advanceClock: async (seconds) => {
      elapsed += seconds
      await control('clock', { advanceSeconds: seconds })
      token = await tokens()
    },
    stop: () => sandbox.stop(),
  }
}

const strangersInvoice = {
  Type: 'ACCREC',
  Status: 'AUTHORISED',
  Date: '2026-09-01',
  DueDate: '2026-09-30',
  LineItems: [{ Description: 'By hand', Quantity: 1, UnitAmount: 7, AccountCode: '200', TaxType: 'OUTPUT2' }],
}

/** Settings as an office would choose them for these codes. */
export function mapped(codes: Codes): Settings {
  const bank = codes.bankAccounts.find((account) => account.form === 'bank')
  return {
    ...defaultSettings,
    taxCodes: {
      S: { treatment: 'standard', rates: [{ percent: '20' }], bookTaxCode: 'OUTPUT2' },
      R: { treatment: 'reduced', rates: [{ percent: '5' }], bookTaxCode: 'RROUTPUT' },
      Z: { treatment: 'zero', rates: [{ percent: '0' }], bookTaxCode: 'ZERORATEDOUTPUT' },
      RC: { treatment: 'reverseCharge', rates: [{ percent: '20' }], bookTaxCode: 'DRCHARGE20' },
    },
    nominalCodes: { default: '200', byCode: {} },
    bankAccounts: { default: bank?.bookId ?? null, byMethod: {} },
  }
}
