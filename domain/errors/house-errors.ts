import { choice, type ErrorRow } from './error-row.ts'

/** What goes wrong in our own house, at the API's door and in imports. */
export const houseErrors = {
  INTERNAL: {
    remedy: 'report',
    title: 'Something went wrong on our side',
    cause: 'The program met a situation it does not know. Nothing was lost.',
    whatToDo: 'Support has been told. Press Retry later, or send support the number of this run.',
  },
  DATABASE_UNAVAILABLE: {
    remedy: 'wait',
    title: 'The database does not answer',
    cause: 'Our store cannot be reached for the moment.',
    whatToDo: 'Nothing. It is tried again by itself.',
  },
  DATABASE_SET_BACK: {
    remedy: 'wait',
    title: 'Our database was restored to an earlier moment',
    cause: 'This run belongs to that moment. What it sent since is found in the books again and not sent twice.',
    whatToDo: 'Press Save & Sync. Records saved after that moment have to be sent to us again.',
  },
  TEMPORAL_UNAVAILABLE: {
    remedy: 'wait',
    title: 'Work cannot be started for the moment',
    cause: 'The server that runs our work does not answer. What you asked for is kept.',
    whatToDo: 'Nothing. It starts as soon as the server is back.',
  },
  RUN_NOT_STARTED: {
    remedy: 'report',
    title: 'A requested run did not start',
    cause: 'It was asked for at {date} and nothing picked it up.',
    whatToDo: 'Support has been told; it is rung again by itself.',
  },
  RUN_STOPPED: {
    remedy: 'wait',
    title: 'The run was stopped',
    cause: 'Someone stopped it after its current batch.',
    whatToDo: 'Press Save & Sync to send the rest.',
  },
  SCHEDULE_DID_NOT_RUN: {
    remedy: 'report',
    title: 'The nightly comparison did not run',
    cause: 'It was due at {date}.',
    whatToDo: 'Support has been told. Press Compare now to run it.',
  },
  CLAIMED_TOO_LONG: {
    remedy: 'report',
    title: '{document} has been prepared for long and was not sent',
    cause: 'It should take less than 15 minutes.',
    whatToDo: 'Support has been told.',
  },
  QUESTION_OPEN_TOO_LONG: {
    remedy: 'settings',
    title: 'A question has been open for a week',
    cause: 'Documents wait for its answer.',
    whatToDo: 'Open Matches or Problems and answer it, or let someone do it who knows the customers.',
  },
  PARENT_OPEN_TOO_LONG: {
    remedy: 'document',
    title: '{document} has waited for {waitsFor} for a week',
    cause: 'It stands on it, and cannot go into the books before.',
    whatToDo:
      'See what {waitsFor} lacks: it may have a problem or a question, be held, or not have been sent to us. This follows by itself.',
    choices: [choice.onAccount, choice.ignore],
  },
  APPROVAL_OPEN_TOO_LONG: {
    remedy: 'books',
    title: '{document} has awaited approval for two weeks',
    cause: 'It is a draft in {provider}, and payments and credits wait for it.',
    whatToDo: 'Approve or delete it in {provider}; what waits for it follows by itself.',
  },
  VALIDATION: {
    remedy: 'document',
    title: 'Something in the request is not as expected',
    cause: '{detail}',
    whatToDo: 'Correct the fields named and send it again.',
  },
  UNAUTHENTICATED: {
    remedy: 'reconnect',
    title: 'Sign in first',
    cause: 'There is no valid key or session with this request.',
    whatToDo: 'Sign in, or send an API key.',
  },
  FORBIDDEN: {
    remedy: 'settings',
    title: 'You may not do this',
    cause: 'Your key or account does not have the right.',
    whatToDo: 'Ask whoever manages the keys.',
  },
  NOT_FOUND: {
    remedy: 'document',
    title: 'There is no such thing',
    cause: 'It does not exist, or belongs to someone else.',
    whatToDo: 'Check the address.',
  },
  METHOD_NOT_ALLOWED: {
    remedy: 'document',
    title: 'This cannot be done here',
    cause: 'The address exists, but not with this method. Documents are never deleted: set their state.',
    whatToDo: 'See /docs for what can be done.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    remedy: 'document',
    title: 'The content type is not understood',
    cause: 'This address takes {detail}.',
    whatToDo: 'Send it in that form.',
  },
  PAYLOAD_TOO_LARGE: {
    remedy: 'document',
    title: 'The request is too large',
    cause: 'At most {limit} are taken at once.',
    whatToDo: 'Send it in several parts.',
  },
  RATE_LIMITED: {
    remedy: 'wait',
    title: 'Too many requests',
    cause: 'This key has sent too many requests in a short time.',
    whatToDo: 'Wait as long as Retry-After says.',
  },
  PRECONDITION_FAILED: {
    remedy: 'document',
    title: 'It has changed in the meantime',
    cause: 'The version named in If-Match is not the current one.',
    whatToDo: 'Read it again, make the change on what is there now, and send that.',
  },
  STALE_DOCUMENT: {
    remedy: 'document',
    title: 'A newer version of this document is already here',
    cause: 'The counter {ours} is lower than the stored {theirs}.',
    whatToDo: 'Nothing, if messages overtook each other. Otherwise send it with a higher counter.',
  },
  NUMBER_TAKEN: {
    remedy: 'document',
    title: 'Number {number} belongs to another document',
    cause: '{document} was issued with this number, and numbers are unique among what is issued.',
    whatToDo: 'Give one of the two another number, or cancel the one that does not count, and save again.',
  },
  MERGED_IN_A_CIRCLE: {
    remedy: 'document',
    title: 'Customer {customer} would be merged into itself',
    cause:
      'It is said to be merged into {value}, and {value} was merged into {customer}, directly or by way of others. So none of them would be left to send documents to.',
    whatToDo: 'Save the customer that stays as active, then merge the others into it. Nothing was changed.',
  },
  IN_BOOKS: {
    remedy: 'document',
    title: '{field} cannot change: the document is in the books',
    cause: 'Customer, currency and kind of a document, and amount and date of a payment, stay as they were entered.',
    whatToDo: 'Cancel or reverse it and send a new document; or set the field back.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    remedy: 'document',
    title: 'This Idempotency-Key was used for something else',
    cause: 'The same key came with another body within 24 hours.',
    whatToDo: 'Use a new key for a new request.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    remedy: 'wait',
    title: 'The same request is being worked on',
    cause: 'A request with this Idempotency-Key has not been answered yet.',
    whatToDo: 'Wait a moment and send it again.',
  },
  PREVIEW_EXPIRED: {
    remedy: 'document',
    title: 'The preview is too old',
    cause: 'A preview lives 24 hours.',
    whatToDo: 'Look at a new preview and press Proceed.',
  },
  PREVIEW_USED: {
    remedy: 'document',
    title: 'The preview was already carried out',
    cause: 'A preview is sent once.',
    whatToDo: 'Look at a new preview.',
  },
  ALREADY_DECIDED: {
    remedy: 'document',
    title: 'This was already answered',
    cause: 'Someone was faster, or it solved itself.',
    whatToDo: 'Read it again.',
  },
  CHOICE_NOT_OFFERED: {
    remedy: 'document',
    title: 'This choice is not offered',
    cause: '“{value}” is not one of the choices, or something it needs is missing: {detail}.',
    whatToDo: 'Take one of the choices shown with the problem.',
  },
  ADDRESS_NOT_ALLOWED: {
    remedy: 'document',
    title: 'This address cannot be used',
    cause: '{detail}',
    whatToDo: 'Use a public https address.',
  },
  DELIVERY_FAILED: {
    remedy: 'settings',
    title: 'A message could not be delivered to {value}',
    cause: '{detail}',
    whatToDo: 'Check the receiving server. Missed events can be read again for 30 days (events?after=).',
  },
  IMPORT_FILE_UNREADABLE: {
    remedy: 'document',
    title: 'The file cannot be read',
    cause: '{detail}',
    whatToDo: 'Save it as CSV (UTF-8) or JSON lines and import it again. Nothing was taken.',
  },
  IMPORT_COLUMN_MISSING: {
    remedy: 'document',
    title: 'A column for {field} is missing',
    cause: 'None of the headers is known to mean it.',
    whatToDo: 'Say which of your columns it is, or add one, and import the files again. Nothing is taken before.',
  },
  IMPORT_COLUMN_UNKNOWN: {
    remedy: 'document',
    title: 'Column “{column}” is not used',
    cause: 'Its header is not known.',
    whatToDo: 'Nothing, or say what it means.',
  },
  IMPORT_VALUE_MISSING: {
    remedy: 'document',
    title: 'Row {row}: {column} is empty',
    cause: 'The row cannot be taken without it.',
    whatToDo: 'Fill it in and import the file again; rows already taken are not doubled.',
  },
  IMPORT_VALUE_INVALID: {
    remedy: 'document',
    title: 'Row {row}: “{value}” cannot stand in {column}',
    cause: '{detail}',
    whatToDo: 'Correct it and import the file again; rows already taken are not doubled.',
  },
  IMPORT_ROW_CELLS: {
    remedy: 'document',
    title: 'Row {row} has {count} cells, the header has {limit}',
    cause:
      'A separator is missing or one too many, so its cells may stand under the wrong headers: an amount or a name with a comma in it needs quotation marks. Nothing is read from this row.',
    whatToDo:
      'Correct the row and import the file again; rows already taken are not doubled. If the program that made the file leaves out empty cells at the end of a row, say “shortRows”: “empty” in the mapping.',
  },
  IMPORT_DATE_AMBIGUOUS: {
    remedy: 'document',
    title: 'Are the dates day first or month first?',
    cause: '“{value}” can be read both ways, and no row of the file settles it.',
    whatToDo: 'Say which it is and import the files again. Nothing is taken before.',
    choices: [
      { choice: 'dayFirst', label: 'Day first (31/12)' },
      { choice: 'monthFirst', label: 'Month first (12/31)' },
    ],
  },
  IMPORT_ROW_DOUBLED: {
    remedy: 'document',
    title: 'Row {row} repeats an earlier row',
    cause: '{value} stands in the file twice with different content. The earlier row was taken, this one was not.',
    whatToDo: 'Keep the right one and import the file again; what is already here is changed, not doubled.',
  },
  IMPORT_ROW_ORPHAN: {
    remedy: 'document',
    title: 'Row {row} belongs to {value}, which is not in the import',
    cause: 'A line needs its document.',
    whatToDo: 'Add the row of that document, or correct the number in this row, and import both files together.',
  },
  IMPORT_GROUP_DIFFERS: {
    remedy: 'document',
    title: 'Rows of {value} differ in {column}',
    cause: 'Rows of one document or receipt must agree in it.',
    whatToDo: 'Correct the rows, or give them separate ids, and import the file again.',
  },
  IMPORT_TREATMENT_UNKNOWN: {
    remedy: 'settings',
    title: 'What does VAT at {value} % mean?',
    cause: 'The file only has a rate, and a rate can be several boxes of a VAT return.',
    whatToDo:
      'Choose its kind (standard, reduced, zero, exempt, outside the scope, reverse charge, export) and import the files again. Nothing is taken before.',
    choices: [{ choice: 'treatment', label: 'Choose its kind', needs: ['treatment'] }],
  },
  IMPORT_TAX_CODE_UNKNOWN: {
    remedy: 'settings',
    title: 'What does VAT code “{value}” mean?',
    cause: 'The file uses it, and nobody has said yet what kind of VAT it is and at which rate. It may also be mistyped.',
    whatToDo:
      'Choose its kind (standard, reduced, zero, exempt, outside the scope, reverse charge, export) and rate, or correct it in the file, and import the files again. Nothing is taken before.',
    choices: [{ choice: 'treatment', label: 'Choose its kind', needs: ['treatment'] }],
  },
  IMPORT_GROUPING_UNCONFIRMED: {
    remedy: 'settings',
    title: 'Do payments of one day and reference belong together?',
    cause: '{count} rows would become {value} receipts. A bookkeeper reconciles a receipt as one line of the bank statement.',
    whatToDo: 'Confirm once how the rows are grouped and import the files again. Nothing is taken before.',
    choices: [
      { choice: 'confirm', label: 'They came together' },
      { choice: 'separate', label: 'Each row by itself' },
    ],
  },
  IMPORT_LINES_MISSING: {
    remedy: 'document',
    title: 'Row {row}: {value} has no lines',
    cause: 'A document needs at least one line.',
    whatToDo: 'Add its lines to the file of lines, under the same number, and import both files together.',
  },
} as const satisfies Record<string, ErrorRow>
