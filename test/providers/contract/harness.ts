import type { ComposeContext, Provider, Session } from '../../../providers/contract.ts'

/** A provider at its sandbox, over real HTTP: what the suite needs beyond the contract itself. */
export interface Harness {
  provider: Provider
  open(): Promise<TestBooks>
}

/** One organisation of the sandbox, and what a bookkeeper or a bad road would do to it. */
export interface TestBooks {
  session: Session
  context: ComposeContext
  /** Turns that reads have taken. */
  turns(): number
  /** Reads and writes that the provider saw. */
  requests(): Promise<{ method: string; path: string }[]>
  /** The next call of the method goes wrong. */
  fault(kind: 'drop-before' | 'drop-after-commit' | 'cut' | 'throttle' | 'broken', method: 'GET' | 'PUT' | 'POST'): Promise<void>
  byHand: {
    archiveContact(bookId: string): Promise<void>
    voidInvoice(bookId: string): Promise<void>
    /** Another amount on the invoice, as a bookkeeper may type. */
    changeInvoice(bookId: string): Promise<void>
    /** An invoice of somebody else's with our number. */
    enterInvoice(number: string, contactId: string): Promise<void>
    deletePayment(bookId: string): Promise<void>
  }
  advanceClock(seconds: number): Promise<void>
  stop(): Promise<void>
}
