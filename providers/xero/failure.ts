import type { Reply } from './reply.ts'

/** Xero answered a read with something other than success. */
export class XeroRefusal extends Error {
  readonly reply: Reply

  constructor(reply: Reply) {
    super(`Xero answered ${reply.status}`)
    this.name = 'XeroRefusal'
    this.reply = reply
  }
}

/** Nothing complete came back: refused connection, time-out, cut answer. What was asked may or may not have happened. */
export class XeroSilence extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'XeroSilence'
  }
}

/** A complete answer that is not what Xero's documentation describes. */
export class XeroUnreadable extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'XeroUnreadable'
  }
}

/** The request could not start in time, and so never left (exactly-once rule 8). */
export class SentTooLate extends Error {
  constructor() {
    super('the request could not start in time')
    this.name = 'SentTooLate'
  }
}

/** The SDK would send something else than was stored, so nothing was sent: a bug of ours, likely a new major of xero-node. */
export class SdkDiffers extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SdkDiffers'
  }
}
