import type { Request, Response } from 'express'
import type { z } from 'zod'
import { type ErrorCode, type Remedy, SyncError, errors } from '../domain/errors.ts'
import { explainError } from '../domain/explain-error.ts'
import type { ProblemDetails } from './contract/wire.ts'
import { issueWords } from './issue-words.ts'

/** A field of a request that is not as expected: JSON pointer, code, words. */
export interface FieldProblem {
  pointer: string
  code: string
  message: string
}

/** Thrown at the door: the request does not have the shape of the contract. One entry per field. */
export class ValidationError extends Error {
  override name = 'ValidationError'
  readonly fields: FieldProblem[]

  constructor(fields: FieldProblem[]) {
    super(`VALIDATION: ${fields.length} fields`)
    this.fields = fields
  }
}

/** Answers with RFC 9457 problem details. What we do not know is a 500 without a word of what it was. */
export function sendProblem(request: Request, response: Response, failure: unknown): void {
  const problem = asProblem(failure)
  if (problem.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(problem.retryAfterSeconds))
  const { retryAfterSeconds: _, ...details } = problem
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...details, instance: request.path }))
}

/** The problem details of a failure, with seconds to wait where they are known. */
export function asProblem(failure: unknown): ProblemDetails & { retryAfterSeconds?: number | undefined } {
  if (failure instanceof ValidationError)
    return { ...words('VALIDATION', { detail: 'Some fields are not as expected.' }), errors: failure.fields }
  if (failure instanceof SyncError) {
    const detail = failure.detail === undefined ? {} : { detail: failure.detail }
    const problem = words(failure.code, { ...failure.values, ...detail })
    return { ...problem, ...fieldOf(failure, problem), retryAfterSeconds: failure.retryAfterSeconds }
  }
  const status = statusOfExpress(failure)
  if (status === 413) return words('PAYLOAD_TOO_LARGE', { limit: limitOf(failure) })
  if (status !== undefined) return { ...words('VALIDATION', { detail: 'The request could not be read.' }), status }
  return words('INTERNAL', {})
}

/** The field of a document that a refusal to save is about. */
function fieldOf({ code, values }: SyncError, { title, detail }: ProblemDetails): { errors?: FieldProblem[] } {
  const field = code === 'IN_BOOKS' ? values['field'] : refusedFields[code]
  return field === undefined ? {} : { errors: [{ pointer: `/${field}`, code, message: `${title}. ${detail}` }] }
}

const refusedFields: Partial<Record<ErrorCode, string>> = {
  NUMBER_TAKEN: 'number',
  MERGED_IN_A_CIRCLE: 'mergedInto',
  STALE_DOCUMENT: 'sourceVersion',
}

/** One entry per field of what zod says, below a pointer like `query`. */
export function fieldProblems(error: z.ZodError, below = ''): FieldProblem[] {
  return error.issues.flatMap((issue) => entriesOf(issue, below))
}

function entriesOf(issue: z.core.$ZodIssue, below: string): FieldProblem[] {
  const pointer = below + issue.path.map((part) => `/${escape(String(part))}`).join('')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        pointer: `${pointer}/${escape(key)}`,
        code: 'UNKNOWN_FIELD',
        message: `There is no field “${key}” here.`,
      }))
    case 'invalid_type':
      return [{ pointer, code: issue.input === undefined ? 'REQUIRED' : 'WRONG_TYPE', message: issueWords(issue) }]
    default:
      return [{ pointer, code: codes[issue.code] ?? 'NOT_ALLOWED', message: issueWords(issue) }]
  }
}

const codes: Record<string, string> = {
  too_small: 'TOO_SMALL',
  too_big: 'TOO_LARGE',
  invalid_format: 'WRONG_FORMAT',
  invalid_value: 'NOT_ONE_OF',
  invalid_union: 'NOT_ONE_OF',
  not_multiple_of: 'WRONG_FORMAT',
}

const escape = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')

function words(code: ErrorCode, values: Record<string, string | number>): ProblemDetails {
  const explained = explainError(code, values)
  return {
    type: `/docs/errors#${code.toLowerCase()}`,
    title: explained.title,
    status: statuses[code] ?? statusByRemedy[errors[code].remedy],
    code,
    detail: explained.cause,
    whatToDo: explained.whatToDo,
  }
}

const statuses: Partial<Record<ErrorCode, number>> = {
  VALIDATION: 422,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  UNSUPPORTED_MEDIA_TYPE: 415,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  PRECONDITION_FAILED: 412,
  STALE_DOCUMENT: 409,
  IN_BOOKS: 409,
  NUMBER_NOT_UNIQUE: 409,
  NUMBER_TAKEN: 409,
  MERGED_IN_A_CIRCLE: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
  IDEMPOTENCY_IN_PROGRESS: 409,
  PREVIEW_EXPIRED: 409,
  PREVIEW_USED: 409,
  ALREADY_DECIDED: 409,
  CHOICE_NOT_OFFERED: 422,
  ADDRESS_NOT_ALLOWED: 422,
  IMPORT_FILE_UNREADABLE: 422,
  WEBHOOK_SIGNATURE_INVALID: 401,
}

const statusByRemedy: Record<Remedy, number> = { wait: 503, reconnect: 409, settings: 409, document: 422, books: 409, report: 500 }

/** Failures of express and its body reader carry a status. */
function statusOfExpress(failure: unknown): number | undefined {
  if (!(failure instanceof Error) || !('status' in failure) || typeof failure.status !== 'number') return undefined
  return failure.status >= 400 && failure.status < 500 ? failure.status : undefined
}

const limitOf = (failure: unknown): string =>
  failure instanceof Error && 'limit' in failure && typeof failure.limit === 'number'
    ? `${Math.round(failure.limit / 1_000_000)} MB`
    : 'fewer bytes'
