import type { Tables } from './tables.ts'

/** The tables that row-level security does not guard, each with the reason (law 8). A test reads the catalogue: every other table is guarded. */
export const tablesWithoutCompany = {
  hosts: 'A host stands above companies. The app role may read names, no more.',
  api_keys: 'A key is found by its hash before anybody knows whose it is. Only the sign-in role sees it.',
  sessions: 'As keys: found by hash, seen by the sign-in role alone.',
  sign_in_links: 'As keys: found by hash, seen by the sign-in role alone.',
  viewings: 'What support has looked at, across companies. Written and read by the sign-in role alone.',
  idempotency_keys: 'Answers kept for a key, which may reach several companies. Seen by the sign-in role alone.',
  turn_books: 'A provider limits an organisation, whoever calls. Holds no data of anybody.',
  turns: 'A provider limits an organisation, whoever calls. Holds no data of anybody.',
} as const satisfies Partial<Record<keyof Tables, string>>
