import { choice, type ErrorRow } from './error-row.ts'

/** What an accounting package refuses, in our words: every message of the help pages and every row of the providers' error lists. */
export const booksErrors = {
  PROVIDER_REFUSED: {
    remedy: 'books',
    title: 'The accounting package refused this',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Read what it said, mend the record here or there, and press Retry. If it is not clear, send this page to support.',
  },
  NUMBER_ALREADY_USED: {
    remedy: 'books',
    title: 'Number {number} is already in the books',
    cause: '{provider} has another document with this number, and numbers must be unique there.',
    whatToDo:
      'Look at both. If it is the same document, press “It is the same: link it”. Otherwise change the number here and save, or change it there and press Retry.',
    choices: [choice.link],
  },
  NUMBER_KEPT_BY_VOIDED: {
    remedy: 'document',
    title: 'Number {number} is kept by a voided document in the books',
    cause: '{provider} does not take the number of a voided or deleted document again: “{detail}”.',
    whatToDo: 'Give the document another number in your software and save: it is sent again by itself. Or press “Never send this one”.',
    choices: [choice.ignore],
  },
  FIELD_REQUIRED: {
    remedy: 'document',
    title: '{field} is missing',
    cause: '{provider} does not take {document} without it.',
    whatToDo: 'Open the record, fill in {field} and save: it is sent again by itself.',
  },
  FIELD_TOO_LONG: {
    remedy: 'document',
    title: '{field} is too long',
    cause: '{provider} takes at most {limit} characters there.',
    whatToDo: 'Shorten it and save: it is sent again by itself.',
  },
  FIELD_INVALID: {
    remedy: 'document',
    title: '{field} is not valid',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Correct it and save: it is sent again by itself.',
  },
  UNALLOCATE_FIRST: {
    remedy: 'books',
    title: 'Credits or receipts must be unallocated first',
    cause: 'The invoice is settled in {provider}, and cannot be changed while credits or receipts are allocated to it.',
    whatToDo: 'If the change is wanted, unallocate them in {provider}, press Retry, and allocate them again.',
    choices: [choice.acceptTheirs, choice.mendedInBooks],
  },
  INVOICE_NOT_MODIFIABLE: {
    remedy: 'books',
    title: 'The invoice was changed in the books and can no longer be changed by us',
    cause: 'In {provider} it is in a state (paid, void or deleted) that does not allow changes.',
    whatToDo:
      'Compare both. Press “Keep what the books say”, or make the change there by hand and press “Mended in the books, stop telling me”.',
    choices: [choice.acceptTheirs, choice.mendedInBooks],
  },
  INVOICE_PAID_OR_CREDITED: {
    remedy: 'books',
    title: 'The invoice is paid or credited in the books',
    cause: '{provider} locks an invoice once a payment or credit note is allocated to it.',
    whatToDo:
      'Make the change in {provider} and press “Mended in the books, stop telling me”, or issue a credit note and a new invoice here: both are sent.',
    choices: [choice.acceptTheirs, choice.creditNote, choice.mendedInBooks],
  },
  STATUS_BLOCKED_BY_PAYMENTS: {
    remedy: 'books',
    title: 'The state cannot change while payments or credits are allocated',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Remove the payments or credits there and press Retry, or press “Keep what the books say”.',
    choices: [choice.acceptTheirs, choice.mendedInBooks],
  },
  STATUS_NOT_FOR_CREATION: {
    remedy: 'report',
    title: 'A document cannot begin in this state',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Support has been told. Nothing was entered.',
  },
  CONTACT_NUMBER_TAKEN: {
    remedy: 'books',
    title: 'Another contact has this customer’s unique number',
    cause: 'A contact in {provider} already carries our number for this customer, often one that was archived or merged.',
    whatToDo:
      'Look at that contact in {provider} (archived ones too) and restore it if needed. Then press “It is the same: link it”, or “I have mended it, check now”.',
    choices: [choice.link, choice.checkNow],
  },
  CONTACT_NAME_TAKEN: {
    remedy: 'books',
    title: 'The books already have a contact called {customer}',
    cause: '{provider} wants every active contact to have a name of its own.',
    whatToDo:
      'If it is the same customer, press “It is the same: link it”. If it is another, give ours a name that tells them apart and save, or rename theirs and press Retry.',
    choices: [choice.link],
  },
  CONTACT_ARCHIVED: {
    remedy: 'books',
    title: 'The customer is archived in the books',
    cause: '{provider} takes nothing for an archived contact.',
    whatToDo: 'Open the contact in {provider}, restore it, and press “I have mended it, check now”.',
    choices: [choice.checkNow],
  },
  CONTACT_GROUP_ARCHIVED: {
    remedy: 'books',
    title: 'An archived contact cannot be put into a group',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Restore the contact in {provider}, then press “I have mended it, check now”.',
    choices: [choice.checkNow],
  },
  CONTACT_NOT_IDENTIFIED: {
    remedy: 'report',
    title: 'The customer was sent without a name or id',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Support has been told. Nothing was entered.',
  },
  CONTACT_MISSING: {
    remedy: 'report',
    title: 'The document was sent without a customer',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Support has been told. Nothing was entered.',
  },
  EMAIL_INVALID: {
    remedy: 'document',
    title: 'The e-mail address is not valid',
    cause: '{provider} does not accept the customer’s e-mail address.',
    whatToDo: 'Correct or clear it on the customer and save: it is sent again by itself.',
  },
  WEBSITE_INVALID: {
    remedy: 'document',
    title: 'The website is not valid',
    cause: '{provider} does not accept the customer’s website.',
    whatToDo: 'Correct or clear it on the customer and save.',
  },
  LINES_MISSING: {
    remedy: 'document',
    title: 'The document has no lines',
    cause: '{provider} wants at least one line.',
    whatToDo: 'Add a line and save.',
  },
  ACCOUNT_ARCHIVED: {
    remedy: 'books',
    title: 'Nominal code {account} is archived or deleted in the books',
    cause: 'Lines that use it cannot be entered.',
    whatToDo: 'Restore it in {provider} (chart of accounts, archive), or map our code to another one in the settings. Then press Retry.',
    choices: [choice.checkNow],
  },
  ACCOUNT_NOT_VALID: {
    remedy: 'settings',
    title: 'Nominal code {account} cannot be used for this',
    cause: '{provider} does not know it, or does not allow it on this kind of document.',
    whatToDo: 'Choose another nominal code in the settings and press Retry.',
  },
  ACCOUNT_REQUIRED: {
    remedy: 'settings',
    title: 'A line has no nominal code',
    cause: '{provider} takes no approved document without one on each line.',
    whatToDo: 'Choose a default nominal code in the settings and press Retry.',
  },
  ACCOUNT_REMOVED: {
    remedy: 'settings',
    title: '{provider} left a nominal code out',
    cause: 'It did not recognise {account} and took the draft without it.',
    whatToDo: 'Choose the code on the draft in {provider}, and correct the mapping in the settings.',
  },
  ACCOUNT_NAME_TAKEN: {
    remedy: 'books',
    title: 'An account of that name exists',
    cause: '{provider} wants every account to have a name of its own.',
    whatToDo: 'Choose another name, or map to the existing account in the settings, and press Retry.',
  },
  ACCOUNT_CHANGE_REFUSED: {
    remedy: 'report',
    title: 'An account could not be changed',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Support has been told.',
  },
  ACCOUNT_CODE_TOO_LONG: {
    remedy: 'settings',
    title: 'The account’s code is too long',
    cause: '{provider} takes at most {limit} characters.',
    whatToDo: 'Choose a shorter code and press Retry.',
  },
  TAX_CODE_NOT_FOR_ACCOUNT: {
    remedy: 'settings',
    title: 'Tax code {taxCode} cannot stand on nominal code {account}',
    cause: '{provider} does not allow the two together.',
    whatToDo: 'Map the tax code or the nominal code to another one in the settings and press Retry.',
  },
  CURRENCY_NOT_SUBSCRIBED: {
    remedy: 'books',
    title: 'The books do not use {currency}',
    cause: 'The organisation in {provider} is not set up for this currency; some plans do not offer it.',
    whatToDo: 'Add the currency in {provider} and press “I have mended it, check now”, or correct the currency of the document and save.',
    choices: [choice.checkNow],
  },
  LOCKED_PERIOD: {
    remedy: 'books',
    title: 'The date is in a locked period',
    cause: 'The books are locked up to {lockedUntil}, and {document} is dated {date}.',
    whatToDo:
      'Let the bookkeeper move the lock date and press “I have mended it, check now”; or press “Send with the first open day”: the date here stays and the tie-out shows the difference.',
    choices: [choice.firstOpenDay, choice.checkNow, choice.ignore],
  },
  PAYMENT_NEEDS_APPROVED_DOCUMENT: {
    remedy: 'books',
    title: 'The invoice is not approved in the books yet',
    cause: '{provider} takes payments only against approved documents.',
    whatToDo: 'Approve the invoice in {provider}. The payment follows by itself.',
    choices: [choice.checkNow],
  },
  PAYMENT_EXCEEDS_OPEN: {
    remedy: 'books',
    title: 'The payment is larger than what is open',
    cause:
      'In {provider} less is open on the invoice than the payment wants to settle. Someone may have entered a payment or credit there.',
    whatToDo:
      'Look at the invoice in {provider}. If this payment is already there, press “It is the same: link it”; otherwise “Put it on the customer’s account”.',
    choices: [choice.link, choice.onAccount],
  },
  PAYMENT_ACCOUNT_NOT_FOUND: {
    remedy: 'settings',
    title: 'The bank account was not found in the books',
    cause: '{provider} does not know the account, or does not let payments into it.',
    whatToDo: 'Choose a bank account for {method} in the settings and press Retry.',
  },
  PAYMENT_RECONCILED: {
    remedy: 'books',
    title: 'The payment is reconciled in the books',
    cause: 'It is matched with a line of the bank statement, so we do not remove it.',
    whatToDo:
      'Undo the reconciliation in {provider} and remove the payment there, or enter the reversal by hand. Then press “I have entered it in the books by hand”.',
    choices: [choice.tell],
  },
  PAYMENT_IN_BATCH: {
    remedy: 'books',
    title: 'The payment is part of a batch in the books',
    cause: '{provider} does not let a part of a batch be changed by itself.',
    whatToDo: 'Remove the whole batch in {provider}, or enter the reversal by hand. Then press “I have entered it in the books by hand”.',
    choices: [choice.tell],
  },
  ALLOCATION_EXCEEDS_OPEN: {
    remedy: 'books',
    title: 'The allocation is larger than what is open',
    cause: 'In {provider} less is open on the invoice, or left on the credit, than was to be allocated.',
    whatToDo:
      'Look at both in {provider}. What is already allocated there needs nothing more: press “Mended in the books, stop telling me”.',
    choices: [choice.mendedInBooks],
  },
  RECORD_NOT_IN_BOOKS: {
    remedy: 'books',
    title: 'The record is no longer in the books',
    cause: '{provider} does not find the record that {document} is linked to.',
    whatToDo: 'If it was deleted on purpose, press “Leave both as they are”. Otherwise press “Send it again”.',
    choices: [choice.sendAgain, choice.leave],
  },
  PLAN_INVOICE_LIMIT: {
    remedy: 'books',
    title: 'The plan’s limit of invoices is reached',
    cause: 'Your plan or trial with {provider} does not let more invoices be approved this month. Customers and payments go on.',
    whatToDo: 'Choose a larger plan in {provider} and press “I have mended it, check now”, or wait: it is tried again next month.',
    choices: [choice.checkNow],
  },
  EMAIL_LIMIT: {
    remedy: 'wait',
    title: '{provider} sends no more e-mails today',
    cause: 'There is a limit of e-mails per day.',
    whatToDo: 'Nothing. The documents themselves are in the books.',
  },
} as const satisfies Record<string, ErrorRow>
