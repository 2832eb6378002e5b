import type { Request } from 'express'
import { SyncError } from '../domain/errors.ts'
import { ValidationError } from './problem-response.ts'
import { unstorableText } from './storable-text.ts'

/** The JSON of a request; no body at all reads as `{}`. Throws UNSUPPORTED_MEDIA_TYPE or a validation error. */
export function parseBody(request: Request): unknown {
  const bytes = bytesOf(request)
  if (bytes.length === 0) return {}
  if (!request.is('application/json')) throw new SyncError('UNSUPPORTED_MEDIA_TYPE', { values: { detail: 'application/json' } })
  const body = parseJson(bytes)
  const pointer = unstorableText(body)
  if (pointer !== undefined)
    throw new ValidationError([{ pointer, code: 'NOT_ALLOWED', message: 'This text holds characters that cannot be kept.' }])
  return body
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw new ValidationError([{ pointer: '', code: 'NOT_JSON', message: `This is not JSON: ${cause.message}` }])
    throw cause
  }
}

/** The bytes of a request as they came. */
export const bytesOf = (request: Request): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
