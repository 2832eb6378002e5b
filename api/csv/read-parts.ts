import type { z } from 'zod'
import { SyncError } from '../../domain/errors.ts'
import { importKinds, type ImportKind, type ImportMapping, importMapping } from '../contract/imports.ts'
import { fieldProblems, ValidationError } from '../problem-response.ts'
import { unstorableText } from '../storable-text.ts'
import { readTable } from './read-table.ts'
import type { PartContent } from './sheet.ts'

/** Takes a multipart request apart: the mapping, and each part as a table or as JSON lines. Throws a validation error or IMPORT_FILE_UNREADABLE. */
export async function readParts(bytes: Buffer, contentType: string): Promise<{ mapping: ImportMapping; parts: PartContent[] }> {
  const form = await readForm(bytes, contentType)
  const mapping = await readMapping(form.get('mapping'))
  const parts: PartContent[] = []
  for (const [name, value] of form.entries()) {
    if (name === 'mapping') continue
    if (!isImportKind(name)) throw new ValidationError([unknownPart(name)])
    parts.push(readPart(name, Buffer.from(await asBytes(value))))
  }
  if (parts.length === 0)
    throw new ValidationError([
      { pointer: '', code: 'REQUIRED', message: `At least one of the parts ${importKinds.join(', ')} is required.` },
    ])
  return { mapping, parts }
}

async function readForm(bytes: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
  } catch (cause) {
    throw new SyncError('IMPORT_FILE_UNREADABLE', {
      detail: 'The request is not multipart/form-data.',
      values: { detail: 'The request is not multipart/form-data' },
      cause,
    })
  }
}

async function readMapping(value: FormDataEntryValue | null): Promise<ImportMapping> {
  if (value === null) return {}
  const text = Buffer.from(await asBytes(value)).toString('utf8')
  const parsed = importMapping.safeParse(parseJson(text, 'mapping'))
  if (parsed.error) throw new ValidationError(fieldProblems(parsed.error satisfies z.ZodError, 'mapping'))
  const pointer = unstorableText(parsed.data, 'mapping')
  if (pointer !== undefined)
    throw new ValidationError([{ pointer, code: 'NOT_ALLOWED', message: 'This text holds characters that cannot be kept.' }])
  return parsed.data
}

function readPart(part: ImportKind, bytes: Buffer): PartContent {
  const text = decode(bytes)
  if (!/^\s*\{/.test(text)) return { part, form: 'table', table: readTable(part, text) }
  const lines = text.split(/\r\n|\n|\r/).map((line, index) => ({ row: index + 1, line }))
  return {
    part,
    form: 'jsonLines',
    lines: lines.filter(({ line }) => line.trim() !== '').map(({ row, line }) => ({ row, value: parseLine(line) })),
  }
}

/** UTF-8 where it is, UTF-16 where it says so ("Unicode text" of a spreadsheet), else Windows-1252. Byte order marks and NULs are no content. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs('utf-16le', bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs('utf-16be', bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\0', '')
  } catch (error) {
    if (error instanceof TypeError) return decodeAs('windows-1252', bytes)
    throw error
  }
}

const decodeAs = (encoding: string, bytes: Buffer): string => new TextDecoder(encoding).decode(bytes).replaceAll('\0', '').toWellFormed()

/** A line that is no JSON stays undefined, and its row is refused. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function parseJson(text: string, pointer: string): unknown {
  const value = parseLine(text)
  if (value === undefined) throw new ValidationError([{ pointer, code: 'NOT_JSON', message: 'This is not JSON.' }])
  return value
}

const asBytes = async (value: FormDataEntryValue): Promise<Uint8Array> =>
  typeof value === 'string' ? Buffer.from(value) : new Uint8Array(await value.arrayBuffer())

const isImportKind = (name: string): name is ImportKind => (importKinds as readonly string[]).includes(name)

const unknownPart = (name: string) => ({
  pointer: name,
  code: 'UNKNOWN_FIELD',
  message: `There is no part “${name}”; the parts are ${importKinds.join(', ')} and mapping.`,
})
