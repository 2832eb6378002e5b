import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { parse } from 'yaml'

interface Operation {
  responses: Record<string, { $ref?: string; content?: { 'application/json'?: { schema: object } } }>
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components: Record<string, unknown>
}

const SCHEMA = new URL('../../../sandboxes/xero/schema/', import.meta.url)
const accounting = read('xero_accounting.yaml')
const identity = read('xero-identity.yaml')

/**
 * What of an answer breaks Xero's official schema for this call; nothing when it holds, or when the schema has no word on it.
 * A refused element gives back what was sent, so a value too long or unknown in there is the client's and not counted.
 */
export function schemaProblems(method: string, path: string, status: number, body: unknown): string[] {
  const validate = validatorOf(method.toLowerCase(), path, status)
  if (!validate || validate(body)) return []
  const ours = (validate.errors ?? []).filter((error) => !(ECHOED.has(error.keyword) && isRefused(body, error.instancePath)))
  return ours.map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)
}

const ECHOED = new Set(['maxLength', 'enum'])

/** Whether the place is inside an element like `/Invoices/0` that was refused. */
function isRefused(body: unknown, place: string): boolean {
  const [, list = '', index = ''] = place.split('/')
  const element: unknown = Object(Object(body)[list])[index]
  return Object(element).StatusAttributeString === 'ERROR'
}

const validators = new Map<string, ValidateFunction | undefined>()

function validatorOf(method: string, path: string, status: number): ValidateFunction | undefined {
  const [template, document] = templateOf(method, path) ?? []
  if (!template || !document) return undefined
  const key = `${method} ${template} ${status}`
  if (!validators.has(key)) validators.set(key, compiled(document, template, method, status))
  return validators.get(key)
}

function compiled(document: OpenApi, template: string, method: string, status: number): ValidateFunction | undefined {
  const answer = document.paths[template]?.[method]?.responses[String(status)]
  const named = answer?.$ref?.split('/').pop()
  const found = named === undefined ? answer : (document.components.responses as Operation['responses'])[named]
  const schema = found?.content?.['application/json']?.schema
  if (!schema) return undefined
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
  formats.default(ajv)
  return ajv.compile({ ...schema, components: document.components })
}

/** The schema's path with its placeholders; the names in the path are more exact than placeholders. */
function templateOf(method: string, path: string): [string, OpenApi] | undefined {
  const document = path.toLowerCase().startsWith('/connections') ? identity : accounting
  const segments = path.replace(/\/+$/, '').split('/')
  const fitting = Object.keys(document.paths).filter((each) => method in (document.paths[each] ?? {}) && fits(each.split('/'), segments))
  const best = fitting.sort((a, b) => a.split('{').length - b.split('{').length)[0]
  return best === undefined ? undefined : [best, document]
}

function fits(template: string[], segments: string[]): boolean {
  return (
    template.length === segments.length &&
    template.every((part, index) => part.startsWith('{') || part.toLowerCase() === segments[index]?.toLowerCase())
  )
}

function read(name: string): OpenApi {
  return parse(readFileSync(new URL(name, SCHEMA), 'utf8'), { maxAliasCount: -1 }) as OpenApi // the official file
}
