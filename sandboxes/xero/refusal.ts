/** One element of a request is refused with Xero's words; the others may still be taken. */
export class ElementRefused extends Error {
  readonly messages: string[]
  /** The stored record when an existing one could not be updated. */
  readonly existingId: string | undefined

  constructor(messages: string[], existingId?: string) {
    super(messages.join(' | '))
    this.messages = messages
    this.existingId = existingId
  }
}

/** The whole request is answered with this status and body. */
export class RequestRefused extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: unknown) {
    super(`${status} ${JSON.stringify(body)}`)
    this.status = status
    this.body = body
  }
}

/** No such record: 404 as text/html without JSON (a recorded answer; text from the 2013-era API, still quoted). */
export class NotFound extends Error {}

/** Throws when there is anything to complain about. */
export function refuseIf(messages: (string | false | undefined)[], existingId?: string): void {
  const complaints = messages.filter((message): message is string => typeof message === 'string' && message !== '')
  if (complaints.length > 0) throw new ElementRefused(complaints, existingId)
}

/** The body of a 400 that is not about a single element. */
export const apiException = (number: number, type: string, message: string) => ({ ErrorNumber: number, Type: type, Message: message })
