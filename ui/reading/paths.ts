/** Where things are read from and asked for: the paths of the HTTP contract. */
export const companyPath = (companyId: string): string => `/v1/companies/${companyId}`
export const connectionPath = (companyId: string, connectionId: string): string => `${companyPath(companyId)}/connections/${connectionId}`
export const runPath = (connection: string, syncRunId: string): string => `${connection}/sync-runs/${syncRunId}`
export const previewPath = (connection: string, previewId: string): string => `${connection}/previews/${previewId}`

/** The collection that a kind of document is read from. */
export const collections = { customer: 'customers', invoice: 'invoices', credit: 'credits', payment: 'payments' } as const

export const documentPath = (company: string, kind: keyof typeof collections, externalId: string): string =>
  `${company}/${collections[kind]}/${encodeURIComponent(externalId)}`
