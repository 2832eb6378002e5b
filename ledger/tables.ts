import type { HostsTable, CompaniesTable } from './companies.table.ts'
import type { ApiKeysTable, SessionsTable, SignInLinksTable, ViewingsTable, IdempotencyKeysTable } from './keys.table.ts'
import type { DocumentsTable, DocumentVersionsTable } from './documents.table.ts'
import type {
  AppKeysTable,
  TokenSetsTable,
  ConnectionsTable,
  ConsentsTable,
  SettingsVersionsTable,
  CodesTable,
} from './connections.table.ts'
import type { LinksTable, StandingsTable } from './links.table.ts'
import type { SyncRunsTable, SyncRequestsTable, SyncRunItemsTable, SyncLogTable } from './sync-runs.table.ts'
import type { EnvelopesTable, EnvelopeItemsTable } from './envelopes.table.ts'
import type { ProblemsTable, MatchesTable, NotificationsTable } from './problems.table.ts'
import type {
  BookContactsTable,
  BookDocumentsTable,
  BookPaymentsTable,
  BookOnAccountTable,
  BookAllocationsTable,
  MirrorCursorsTable,
} from './mirror.table.ts'
import type { TurnBooksTable, TurnsTable } from './turns.table.ts'
import type { TieOutsTable, TieOutLinesTable } from './tie-outs.table.ts'
import type { WebhookEndpointsTable, EventSequencesTable, EventsTable, DeliveriesTable, InboundWebhooksTable } from './events.table.ts'
import type { ImportsTable, ImportRowsTable, PurchaseInvoicesTable } from './imports.table.ts'

/** Every table of the ledger; each is described beside its functions. */
export interface Tables {
  hosts: HostsTable
  companies: CompaniesTable
  api_keys: ApiKeysTable
  sessions: SessionsTable
  sign_in_links: SignInLinksTable
  viewings: ViewingsTable
  idempotency_keys: IdempotencyKeysTable
  documents: DocumentsTable
  document_versions: DocumentVersionsTable
  app_keys: AppKeysTable
  token_sets: TokenSetsTable
  connections: ConnectionsTable
  consents: ConsentsTable
  settings_versions: SettingsVersionsTable
  codes: CodesTable
  links: LinksTable
  standings: StandingsTable
  sync_runs: SyncRunsTable
  sync_requests: SyncRequestsTable
  sync_run_items: SyncRunItemsTable
  sync_log: SyncLogTable
  envelopes: EnvelopesTable
  envelope_items: EnvelopeItemsTable
  problems: ProblemsTable
  matches: MatchesTable
  notifications: NotificationsTable
  book_contacts: BookContactsTable
  book_documents: BookDocumentsTable
  book_payments: BookPaymentsTable
  book_on_account: BookOnAccountTable
  book_allocations: BookAllocationsTable
  mirror_cursors: MirrorCursorsTable
  turn_books: TurnBooksTable
  turns: TurnsTable
  tie_outs: TieOutsTable
  tie_out_lines: TieOutLinesTable
  webhook_endpoints: WebhookEndpointsTable
  event_sequences: EventSequencesTable
  events: EventsTable
  deliveries: DeliveriesTable
  inbound_webhooks: InboundWebhooksTable
  imports: ImportsTable
  import_rows: ImportRowsTable
  purchase_invoices: PurchaseInvoicesTable
}
