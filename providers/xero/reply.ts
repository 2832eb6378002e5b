/** A complete answer of Xero's, whatever its status. */
export interface Reply {
  status: number
  text: string
  header(name: string): string | undefined
}
