import { randomUUID } from 'node:crypto'
import { batchAnswer, type BatchWrite } from './batch.ts'
import { folded } from './books.ts'
import { type Answer, type Call, elements, ok } from './call.ts'
import { CLASS_OF_TYPE } from './charts.ts'
import { echo } from './echo.ts'
import { type Element, filled, flag, sent, text } from './element.ts'
import { listAnswer } from './listing.ts'
import { NotFound, refuseIf } from './refusal.ts'
import type { Account } from './rows.ts'
import { envelope, msMoment, ZERO_GUID } from './wire.ts'

/** GET /Accounts: archived ones too. */
export function listAccounts(call: Call): Answer {
  return listAnswer(call, {
    name: 'Accounts',
    rows: call.books.accounts.all().filter((row) => row.status !== 'DELETED'),
    id: (row) => row.id,
    updatedAt: (row) => row.updatedAt,
    fields: {
      AccountID: (row) => row.id,
      Code: (row) => row.code,
      Name: (row) => row.name,
      Type: (row) => row.type,
      Class: (row) => row.class,
      Status: (row) => row.status,
      TaxType: (row) => row.taxType,
      SystemAccount: (row) => row.systemAccount ?? '',
      EnablePaymentsToAccount: (row) => row.enablePayments,
      UpdatedDateUTC: (row) => row.updatedAt,
    },
    full: (row) => accountShape(call, row),
    paged: false,
  })
}

export function getAccount(call: Call): Answer {
  return answer(call, byPath(call))
}

/** PUT /Accounts creates; only the first element is looked at. */
export function putAccounts(call: Call): Answer {
  const write = (element: Element) => ({
    json: accountShape(call, call.books.accounts.put(checked(call, composed(call, blank(call), element)))),
  })
  return batchAnswer(call, { ...BATCH, write }, elements(call, 'Accounts').slice(0, 1))
}

/** POST /Accounts/{AccountID} changes details, or archives; not both at once. */
export function postAccount(call: Call): Answer {
  const before = byPath(call)
  const write = (element: Element) => {
    const archives = filled(element, 'Status')?.toUpperCase() === 'ARCHIVED'
    const details = Object.keys(element).some((name) => !['Status', 'AccountID'].includes(name))
    refuseIf(
      [
        archives && details && 'Cannot update account details and STATUS on the same request',
        archives && before.systemAccount !== undefined && 'System accounts cannot be archived',
      ],
      before.id,
    )
    const after = archives
      ? { ...before, status: 'ARCHIVED' as const, updatedAt: call.now }
      : checked(call, composed(call, before, element))
    return { json: accountShape(call, call.books.accounts.put(after)) }
  }
  return batchAnswer(call, { ...BATCH, write }, elements(call, 'Accounts').slice(0, 1))
}

/** DELETE /Accounts/{AccountID}: only one that nothing stands on; here any that is not a system account. */
export function deleteAccount(call: Call): Answer {
  const before = byPath(call)
  refuseIf([before.systemAccount !== undefined && 'System accounts cannot be deleted'], before.id)
  return answer(call, call.books.accounts.put({ ...before, status: 'DELETED', updatedAt: call.now }))
}

export function accountShape(call: Call, account: Account): Record<string, unknown> {
  return {
    AccountID: account.id,
    Code: account.code,
    Name: account.name,
    Status: account.status,
    Type: account.type,
    TaxType: account.taxType,
    Description: account.description,
    Class: account.class,
    SystemAccount: account.systemAccount ?? '',
    EnablePaymentsToAccount: account.enablePayments,
    ShowInExpenseClaims: account.showInExpenseClaims,
    BankAccountNumber: account.bankAccountNumber,
    BankAccountType: account.type === 'BANK' ? (account.bankAccountType ?? 'BANK') : '',
    CurrencyCode: account.type === 'BANK' ? (account.currencyCode ?? call.books.organisation().baseCurrency) : undefined,
    ReportingCode: account.reportingCode,
    HasAttachments: call.books.attachments.find('record', account.id).length > 0,
    UpdatedDateUTC: msMoment(account.updatedAt),
    AddToWatchlist: false,
  }
}

const BATCH: Omit<BatchWrite, 'write'> = {
  name: 'Accounts',
  errorFlag: 'HasValidationErrors',
  refused: (element, refusal) => ({ ...echo(element), AccountID: refusal.existingId ?? ZERO_GUID }),
}

function blank(call: Call): Account {
  return {
    id: randomUUID(),
    name: '',
    type: '',
    class: 'EXPENSE',
    status: 'ACTIVE',
    taxType: 'NONE',
    enablePayments: false,
    showInExpenseClaims: false,
    updatedAt: call.now,
  }
}

function composed(call: Call, before: Account, element: Element): Account {
  const kept = (name: string, old: string | undefined) => (sent(element, name) ? text(element, name) : old)
  const type = filled(element, 'Type')?.toUpperCase() ?? before.type
  return {
    ...before,
    code: kept('Code', before.code),
    name: kept('Name', before.name) ?? '',
    type,
    class: CLASS_OF_TYPE[type] ?? before.class,
    taxType: kept('TaxType', before.taxType) ?? 'NONE',
    description: kept('Description', before.description),
    enablePayments: flag(element, 'EnablePaymentsToAccount') ?? before.enablePayments,
    showInExpenseClaims: flag(element, 'ShowInExpenseClaims') ?? before.showInExpenseClaims,
    bankAccountNumber: kept('BankAccountNumber', before.bankAccountNumber),
    bankAccountType: kept('BankAccountType', before.bankAccountType),
    currencyCode: kept('CurrencyCode', before.currencyCode),
    updatedAt: call.now,
  }
}

function checked(call: Call, account: Account): Account {
  const { accounts } = call.books
  const other = (row: Account | undefined) => row !== undefined && row.id !== account.id && row.status !== 'DELETED'
  const currency = account.currencyCode
  refuseIf(
    [
      account.name === '' && 'Please enter a Name.',
      accounts.find('name', folded(account.name)).some(other) && 'Please enter a unique Name.',
      accounts.find('code', folded(account.code)).some(other) && 'Please enter a unique Code.',
      account.type !== 'BANK' && !account.code && 'Please enter a Code.',
      (account.code?.length ?? 0) > 10 && 'Account Code is too long. Maximum of 10 characters allowed',
      CLASS_OF_TYPE[account.type] === undefined && 'The Account Type is not valid',
      account.type === 'BANK' && !account.bankAccountNumber && 'Bank Account Number is required',
      currency !== undefined &&
        !call.books.organisation().currencies.includes(currency) &&
        `The current organisation is not subscribed to currency '${currency}'.`,
      !call.books.taxRates.get(account.taxType) &&
        `The TaxType code '${account.taxType}' does not exist or cannot be used for this type of transaction.`,
    ],
    accounts.get(account.id)?.id,
  )
  return account
}

const answer = (call: Call, account: Account): Answer => ok(envelope(call.now, call.appName, { Accounts: [accountShape(call, account)] }))

function byPath(call: Call): Account {
  const account = call.books.accounts.get((call.params['id'] ?? '').toLowerCase())
  if (!account) throw new NotFound()
  return account
}
