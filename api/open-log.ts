import { type DestinationStream, type Level, type Logger, pino } from 'pino'
import { SyncError } from '../domain/errors.ts'

/**
 * The log of the API. Of a failure it keeps kind, code, stack and, where it is our own, the message: parsers and databases quote in theirs what they were given, which can
 * be a name, an amount or a token (law 6).
 */
export function openLog(level: Level = 'info', stream?: DestinationStream): Logger {
  const options = { level, base: { process: 'api' }, serializers: { err: failureWords } }
  return stream ? pino(options, stream) : pino(options)
}

function failureWords(failure: unknown): Record<string, unknown> {
  if (!(failure instanceof Error)) return { type: typeof failure }
  const { name: type, message, stack } = failure
  return {
    type,
    ...(failure instanceof SyncError ? { message } : {}),
    stack: framesOf(stack),
    ...('code' in failure ? { code: failure.code } : {}),
    ...(failure.cause ? { cause: failureWords(failure.cause) } : {}),
  }
}

/** Where it happened, without the message that a stack begins with. */
const framesOf = (stack: string | undefined): string[] =>
  (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
