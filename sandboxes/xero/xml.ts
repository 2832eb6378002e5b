import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { type Element, isElement } from './element.ts'

/** The lists of the official XML samples and what each of their elements is called; anything else is an object or a text. */
const LISTS: Record<string, string> = {
  Accounts: 'Account',
  Addresses: 'Address',
  Allocations: 'Allocation',
  BankTransactions: 'BankTransaction',
  BatchPayments: 'BatchPayment',
  ContactGroups: 'ContactGroup',
  ContactPersons: 'ContactPerson',
  Contacts: 'Contact',
  CreditNotes: 'CreditNote',
  Currencies: 'Currency',
  HistoryRecords: 'HistoryRecord',
  Invoices: 'Invoice',
  LineItems: 'LineItem',
  Payments: 'Payment',
  Phones: 'Phone',
  TaxComponents: 'TaxComponent',
  TaxRates: 'TaxRate',
  Tracking: 'TrackingCategory',
}

const parser = new XMLParser({ ignoreAttributes: true, ignoreDeclaration: true, parseTagValue: false, trimValues: true })

/** A body in XML, as older clients send it, in the form of its JSON: `<Invoices><Invoice>…` becomes `{Invoices: […]}`, one bare `<Invoice>` its object. */
export function readXml(text: string): unknown {
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new SyntaxError(valid.err.msg)
  const [[root, content] = []] = Object.entries(parser.parse(text) as object) // an object by the library's contract; its values are looked at below
  if (root === undefined) return undefined
  return root in LISTS ? { [root]: asJson(root, content) } : asJson(root, content)
}

function asJson(name: string, content: unknown): unknown {
  const item = LISTS[name]
  if (item === undefined) return isElement(content) ? properties(content) : content
  const given = isElement(content) ? content[item] : undefined
  if (given === undefined) return []
  return (Array.isArray(given) ? given : [given]).map((each: unknown) => (each === '' ? {} : asJson(item, each)))
}

const properties = (element: Element): Element =>
  Object.fromEntries(Object.entries(element).map(([name, content]) => [name, asJson(name, content)]))
