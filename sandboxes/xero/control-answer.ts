import type { Request } from 'express'
import { type Element, isElement, list, parseBody } from './element.ts'
import type { Sandbox } from './sandbox.ts'

/** What a control endpoint answers. */
export interface Answered {
  status: number
  body: unknown
}

export type Control = (sandbox: Sandbox, body: Element, request: Request) => Answered | Promise<Answered>

export const good = (body: unknown): Answered => ({ status: 200, body })

export const bad = (error: string, more: Record<string, unknown> = {}): Answered => ({ status: 400, body: { error, ...more } })

/** The request's JSON object, undefined when it is none; a bare word such as "off" arrives as `{limits: "off"}`. */
export function bodyOf(request: Request): Element | undefined {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
  if (text.trim() === '') return {}
  try {
    const parsed = parseBody(text)
    return isElement(parsed) ? parsed : { limits: parsed }
  } catch {
    return undefined // the caller says so
  }
}

/** A list of texts; undefined when it was not sent. */
export function texts(body: Element, name: string): string[] | undefined {
  const value = body[name]
  return Array.isArray(value) && list(body, name)?.length === 0 ? value.map(String) : undefined
}

export function queried(request: Request, name: string): string {
  const value = request.query[name]
  return typeof value === 'string' ? value : ''
}
