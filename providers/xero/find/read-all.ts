import type { z } from 'zod'
import { type Ask, read, type Road } from '../client.ts'
import { XeroRefusal } from '../failure.ts'

/** Every page of a list: a look-up that says "absent" has seen them all (exactly-once rule 15). */
export async function readAll<T extends { pagination: { pageCount: number } | undefined }>(
  road: Road,
  name: string,
  reply: z.ZodType<T>,
  ask: (page: number) => Ask,
): Promise<T[]> {
  const pages: T[] = []
  for (let page = 1; ; page += 1) {
    const parsed = reply.parse(await read(road, name, ask(page)))
    pages.push(parsed)
    if (page >= (parsed.pagination?.pageCount ?? 1)) return pages
  }
}

/** One record by its id, or undefined where Xero answers 404. */
export async function readOne<T>(road: Road, name: string, reply: z.ZodType<T>, ask: Ask): Promise<T | undefined> {
  try {
    return reply.parse(await read(road, name, ask))
  } catch (failure) {
    if (failure instanceof XeroRefusal && failure.reply.status === 404) return undefined
    throw failure
  }
}

/** Records on one page of a look-up. */
export const LOOK_UP_PAGE = 1_000
