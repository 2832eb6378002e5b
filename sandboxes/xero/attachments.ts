import { randomUUID } from 'node:crypto'
import { type Answer, type Call, ok } from './call.ts'
import { note, recordOf } from './history.ts'
import { apiException, NotFound, RequestRefused } from './refusal.ts'
import type { Attachment } from './rows.ts'
import { envelope } from './wire.ts'

/** GET …/Attachments. */
export function listAttachments(call: Call): Answer {
  return answer(call, call.books.attachments.find('record', recordOf(call)))
}

/** GET …/Attachments/{AttachmentID or FileName}: the bytes. */
export function getAttachment(call: Call): Answer {
  const key = call.params['file'] ?? ''
  const found = call.books.attachments.find('record', recordOf(call)).find((each) => each.id === key.toLowerCase() || each.fileName === key)
  if (!found) throw new NotFound()
  return { status: 200, bytes: { type: found.mimeType, data: Buffer.from(found.base64, 'base64') } }
}

/** PUT and POST …/Attachments/{FileName} with the raw bytes: up to ten on a record; the same name replaces. */
export function putAttachment(call: Call): Answer {
  const recordId = recordOf(call)
  const fileName = call.params['file'] ?? ''
  const existing = call.books.attachments.find('record', recordId)
  const same = existing.find((each) => each.fileName === fileName)
  const most = call.quirks.attachmentLimit === '25 MB' ? 25 : 10
  if (!same && existing.length >= MOST) throw invalid('A maximum of 10 attachments can be added to a document')
  if (call.body.length > most * 1024 * 1024) throw invalid(`The attachment exceeds the maximum size of ${most} MB`)
  if (call.body.length === 0) throw invalid('The attachment is empty')
  const attachment = call.books.attachments.put({
    id: same?.id ?? randomUUID(),
    recordId,
    fileName,
    mimeType: call.header('content-type')?.split(';')[0] ?? 'application/octet-stream',
    includeOnline: call.query('IncludeOnline')?.toLowerCase() === 'true',
    base64: call.body.toString('base64'),
    bytes: call.body.length,
  })
  note(call, recordId, 'Attached a file', `Attached the file ${fileName} through the Xero API using ${call.appName}`)
  return answer(call, [attachment])
}

const MOST = 10

const invalid = (message: string): RequestRefused => new RequestRefused(400, apiException(10, 'ValidationException', message))

function answer(call: Call, attachments: Attachment[]): Answer {
  const resource = call.params['resource'] ?? ''
  const shapes = attachments.map((each) => ({
    AttachmentID: each.id,
    FileName: each.fileName,
    Url: `${call.origin}/api.xro/2.0/${resource}/${each.recordId}/Attachments/${encodeURIComponent(each.fileName)}`,
    MimeType: each.mimeType,
    ContentLength: each.bytes,
    IncludeOnline: each.includeOnline,
  }))
  return ok(envelope(call.now, call.appName, { Attachments: shapes }))
}
