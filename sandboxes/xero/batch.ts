import { type Answer, type Call, elements, ok } from './call.ts'
import type { Element } from './element.ts'
import { apiException, ElementRefused, RequestRefused } from './refusal.ts'
import { envelope, validationErrors } from './wire.ts'

/** How the elements of one write request are taken one by one. */
export interface BatchWrite {
  /** The array's name in the request and the answer. */
  name: string
  /** Writes one element and gives its answer; throws ElementRefused with Xero's words. */
  write: (element: Element) => Written
  /** The echo of an element that was refused, without its errors. */
  refused: (element: Element, refusal: ElementRefused) => Record<string, unknown>
  errorFlag: 'HasErrors' | 'HasValidationErrors'
}

export interface Written {
  json: Record<string, unknown>
  warnings?: string[] | undefined
}

/**
 * Takes a whole request in its own order. summarizeErrors is true unless said otherwise (recorded; the schema's default is wrong):
 * then any refusal makes the answer a 400 with Elements; with false the answer is always 200 with a status per element.
 */
export function batchAnswer(call: Call, batch: BatchWrite, given = elements(call, batch.name)): Answer {
  const summarize = call.query('summarizeErrors')?.toLowerCase() !== 'false'
  return call.books.journal.attempt(() => {
    const results = given.map((element) => takeOne(call, batch, element))
    if (summarize && results.some(isRefused)) return refusedWhole(call, results)
    const rows = results.map((result) => answered(result, batch, summarize))
    return ok(envelope(call.now, call.appName, { ...allWarnings(results), [batch.name]: rows }))
  })
}

type Result = { written: Written } | { echo: Record<string, unknown>; refusal: ElementRefused }

function takeOne(call: Call, batch: BatchWrite, element: Element): Result {
  try {
    return { written: call.books.journal.attempt(() => batch.write(element)) }
  } catch (error) {
    if (!(error instanceof ElementRefused)) throw error
    return { echo: batch.refused(element, error), refusal: error }
  }
}

const isRefused = (result: Result): result is Extract<Result, { refusal: ElementRefused }> => 'refusal' in result

function answered(result: Result, batch: BatchWrite, summarize: boolean): Record<string, unknown> {
  if (isRefused(result)) {
    const errors = { [batch.errorFlag]: true, ValidationErrors: validationErrors(result.refusal.messages) }
    return { ...result.echo, StatusAttributeString: 'ERROR', ...errors }
  }
  const { json, warnings = [] } = result.written
  const status = warnings.length > 0 ? 'WARNING' : 'OK'
  const told = warnings.length > 0 ? { Warnings: validationErrors(warnings) } : {}
  return summarize ? { ...json, ...told } : { ...json, StatusAttributeString: status, ...told }
}

/** Since mid-2024 warnings stand at the top too. */
function allWarnings(results: Result[]): Record<string, unknown> {
  const warnings = results.flatMap((result) => (isRefused(result) ? [] : (result.written.warnings ?? [])))
  return warnings.length === 0 ? {} : { Warnings: validationErrors(warnings) }
}

/** UNCONFIRMED whether the good siblings stay: a quirk decides. */
function refusedWhole(call: Call, results: Result[]): Answer {
  const refused = results.filter(isRefused)
  const Elements = refused.map((result) => ({ ...result.echo, ValidationErrors: validationErrors(result.refusal.messages) }))
  const body = { ...apiException(10, 'ValidationException', 'A validation exception occurred'), Elements }
  if (call.quirks.goodSiblings === 'dropped') throw new RequestRefused(400, body)
  return { status: 400, json: body }
}
