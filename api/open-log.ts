import { type DestinationStream, type Logger, pino } from 'pino'

/** The log of the API. Of a failure it keeps kind, code, message and stack: what a database adds to its errors can hold whole rows (law 6). */
export function openLog(stream?: DestinationStream): Logger {
  const options = { base: { process: 'api' }, serializers: { err: failureWords } }
  return stream ? pino(options, stream) : pino(options)
}

function failureWords(failure: unknown): Record<string, unknown> {
  if (!(failure instanceof Error)) return { message: String(failure) }
  const { name: type, message, stack } = failure
  return {
    type,
    message,
    stack,
    ...('code' in failure ? { code: failure.code } : {}),
    ...(failure.cause ? { cause: failureWords(failure.cause) } : {}),
  }
}
