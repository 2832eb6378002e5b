/** The page of one document, below the pages of a connection. */
export const documentHref = ({ kind, externalId }: { kind: string; externalId: string }): string =>
  `/documents/${kind}/${encodeURIComponent(externalId)}`

/** The page of one problem, below the pages of a connection. */
export const problemHref = (problemId: string): string => `/problems/${problemId}`
