import { type Column, yes } from './csv-file.ts'
import type { CustomerRecord } from './customer-record.ts'

/** customers.csv */
export const customerColumns: readonly Column<CustomerRecord>[] = [
  { header: 'Customer Ref', fields: ['externalId'], cell: ({ ref }) => ref },
  { header: 'Company / Name', fields: ['name'], cell: ({ name }) => name },
  { header: 'Customer Type', fields: ['kind'], cell: ({ type }) => typeWords[type] },
  { header: 'Contact', fields: ['contactName'], cell: ({ contact }) => contact },
  { header: 'E-mail', fields: ['email'], cell: ({ email }) => email },
  { header: 'Tel', fields: ['phone'], cell: ({ tel }) => tel },
  { header: 'Mobile', fields: ['mobile'], cell: ({ mobile }) => mobile },
  { header: 'Addr 1', fields: ['billingAddress.line1'], cell: ({ place }) => place.line1 },
  { header: 'Addr 2', fields: ['billingAddress.line2'], cell: ({ place }) => place.line2 },
  { header: 'Town', fields: ['billingAddress.city'], cell: ({ place }) => place.town },
  { header: 'County', fields: ['billingAddress.region'], cell: ({ place }) => place.county },
  { header: 'Post Code', fields: ['billingAddress.postcode'], cell: ({ place }) => place.postcode },
  { header: 'A/c No', fields: ['accountNumber'], cell: ({ accountNumber }) => accountNumber },
  { header: 'VAT Reg No', fields: ['vatNumber'], cell: ({ vatNumber }) => vatNumber },
  { header: 'Co. Reg No', fields: ['companyNumber'], cell: ({ companyNumber }) => companyNumber },
  { header: 'Terms', fields: ['terms.days', 'terms.from'], cell: ({ terms }) => terms },
  { header: 'Rev Charge', fields: ['reverseCharge.applies'], cell: ({ reverseCharge }) => yes(reverseCharge) },
  { header: 'CIS Contractor', fields: ['cisContractor'], cell: ({ cisContractor }) => yes(cisContractor) },
  { header: 'Also Supplier', fields: ['alsoSupplier'], cell: ({ alsoSupplier }) => yes(alsoSupplier) },
  { header: 'Branch Of', fields: ['parent'], cell: ({ branchOf }) => branchOf },
  { header: 'Status', fields: ['state'], cell: ({ status }) => status },
  { header: 'Merged Into', fields: ['mergedInto'], cell: ({ mergedInto }) => mergedInto },
]

const typeWords = {
  domestic: 'Domestic',
  landlord: 'Landlord',
  lettingAgent: 'Letting Agent',
  housingAssociation: 'Housing Assoc.',
  school: 'School',
  restaurant: 'Restaurant / Pub',
  contractor: 'Main Contractor',
  commercial: 'Commercial',
} as const satisfies Record<CustomerRecord['type'], string>

/** What the office's words in customers.csv mean. */
export const customerValues = {
  kind: {
    Domestic: 'person',
    Landlord: 'person',
    'Letting Agent': 'company',
    'Housing Assoc.': 'company',
    School: 'company',
    'Restaurant / Pub': 'company',
    'Main Contractor': 'company',
    Commercial: 'company',
  },
  email: { 'n/a': '' },
  'terms.days': { 'On completion': '0', '14 days': '14', '30 days': '30', '30 days EOM': '30' },
  'terms.from': { 'On completion': 'invoiceDate', '14 days': 'invoiceDate', '30 days': 'invoiceDate', '30 days EOM': 'endOfMonth' },
  'reverseCharge.applies': { Y: 'true' },
  cisContractor: { Y: 'true' },
  alsoSupplier: { Y: 'true' },
  state: { Live: 'active', Archived: 'archived', Merged: 'merged' },
} as const
