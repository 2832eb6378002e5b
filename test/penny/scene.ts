import type { DocumentBodies } from '../../domain/document.ts'
import type { DocumentKind } from '../../domain/entities.ts'
import type { DemoCompany } from '../../scripts/demo/demo-company.ts'
import type { Bookkeeper } from './bookkeeper.ts'
import { type Delivery, type HostRecords, noRecords } from './host-records.ts'
import type { PennyStack } from './penny-stack.ts'
import type { Town } from './town.ts'

/** What the books should hold of a document in the end, where that is not simply what the host has. */
export type End =
  /** In the books: with the content of `body` where it is not the host's newest, on another day where `moved`. */
  | { live: true; body?: DocumentBodies[DocumentKind]; moved?: true; why: string }
  /** Not in the books, or no longer: void, deleted, never sent. */
  | { live: false; why: string }

/** What the office does about a problem: first something in the books, where that is needed, then a choice. */
export interface OfficeAnswer {
  choice: string
  first?: (problem: OpenProblem) => Promise<void>
  values?: (problem: OpenProblem) => Record<string, string> | undefined
}

/** A problem as the API tells it. */
export interface OpenProblem {
  problemId: string
  code: string
  kind: DocumentKind | null
  externalId: string | null
  part: string
  bookId: string | null
  title: string
  cause: string
  choices: { choice: string }[]
}

/** Everything that a day's events work with. */
export interface Scene {
  stack: PennyStack
  company: DemoCompany
  town: Town
  keeper: Bookkeeper
  day: number
  /** What the host holds by now. */
  host: HostRecords
  /** What it saves today. */
  saving: Delivery[]
  ends: Map<string, End>
  /** Ids of everything that the books held before the first day. */
  before: ReadonlySet<string>
  /** By payment: the day under which the bookkeeper entered it. */
  handDays: Map<string, string>
  /** By `invoice/4711 CODE`. */
  answers: Map<string, OfficeAnswer>
  /** By kind of event: how often it happened. */
  told: Map<string, number>
  /** What somebody tried by hand and the books refused, in their words. */
  notPossible: string[]
}

/** Something that happens on one day, before the sync. */
export interface Act {
  day: number
  what: string
  do: (scene: Scene) => Promise<void> | void
}

/** Begins before the first day. */
export const openScene = (stack: PennyStack, company: DemoCompany, town: Town, keeper: Bookkeeper, before: ReadonlySet<string>): Scene => ({
  stack,
  company,
  town,
  keeper,
  day: 0,
  host: noRecords(),
  saving: [],
  ends: new Map(),
  before,
  handDays: new Map(),
  answers: new Map(),
  told: new Map(),
  notPossible: [],
})

/** The host saves a document today. */
export function save<K extends DocumentKind>(scene: Scene, kind: K, externalId: string, body: DocumentBodies[K]): void {
  const into: Map<string, DocumentBodies[K]> = scene.host[kind]
  into.set(externalId, body)
  scene.saving.push({ kind, externalId, body })
}
