-- columns
api_keys.id uuid not null default gen_random_uuid()
api_keys.hash bytea not null
api_keys.name text not null
api_keys.scope text not null
api_keys.host_id uuid
api_keys.company_id uuid
api_keys.created_at timestamp with time zone not null default clock_timestamp()
api_keys.last_used_at timestamp with time zone
api_keys.revoked_at timestamp with time zone
app_keys.company_id uuid not null
app_keys.provider text not null
app_keys.client_id text not null
app_keys.client_secret text not null
app_keys.consented_at timestamp with time zone not null default clock_timestamp()
book_allocations.company_id uuid not null
book_allocations.connection_id uuid not null
book_allocations.source text not null
book_allocations.source_id text not null
book_allocations.position integer not null
book_allocations.document_id text not null
book_allocations.amount bigint not null
book_allocations.date date
book_allocations.book_id text
book_contacts.company_id uuid not null
book_contacts.connection_id uuid not null
book_contacts.book_id text not null
book_contacts.name text not null
book_contacts.state text not null
book_contacts.email text
book_contacts.is_supplier boolean not null
book_contacts.merged_into text
book_contacts.body jsonb not null
book_contacts.updated_at timestamp with time zone not null
book_contacts.seen_at timestamp with time zone not null default clock_timestamp()
book_documents.company_id uuid not null
book_documents.connection_id uuid not null
book_documents.book_id text not null
book_documents.kind text not null
book_documents.number text not null
book_documents.contact_id text not null
book_documents.date date not null
book_documents.due_date date
book_documents.currency text not null
book_documents.reference text
book_documents.net bigint not null
book_documents.tax bigint not null
book_documents.gross bigint not null
book_documents.taxes jsonb not null
book_documents.state text not null
book_documents.amount_due bigint not null
book_documents.updated_at timestamp with time zone not null
book_documents.seen_at timestamp with time zone not null default clock_timestamp()
book_on_account.company_id uuid not null
book_on_account.connection_id uuid not null
book_on_account.book_id text not null
book_on_account.contact_id text not null
book_on_account.date date not null
book_on_account.amount bigint not null
book_on_account.remaining bigint not null
book_on_account.currency text not null
book_on_account.bank_account_id text
book_on_account.reference text
book_on_account.state text not null
book_on_account.updated_at timestamp with time zone not null
book_on_account.seen_at timestamp with time zone not null default clock_timestamp()
book_payments.company_id uuid not null
book_payments.connection_id uuid not null
book_payments.book_id text not null
book_payments.form text not null
book_payments.contact_id text
book_payments.date date not null
book_payments.amount bigint not null
book_payments.currency text not null
book_payments.bank_account_id text
book_payments.reference text
book_payments.reconciled boolean not null
book_payments.state text not null
book_payments.part_of text
book_payments.updated_at timestamp with time zone not null
book_payments.seen_at timestamp with time zone not null default clock_timestamp()
codes.company_id uuid not null
codes.connection_id uuid not null
codes.kind text not null
codes.book_id text not null
codes.body jsonb not null
codes.active boolean not null
codes.read_at timestamp with time zone not null default clock_timestamp()
companies.company_id uuid not null default gen_random_uuid()
companies.host_id uuid not null
companies.external_id text not null
companies.name text not null
companies.time_zone text not null default 'Europe/London'::text
companies.entitlement jsonb not null default '{"state": "active"}'::jsonb
companies.created_at timestamp with time zone not null default clock_timestamp()
connections.id uuid not null default gen_random_uuid()
connections.company_id uuid not null
connections.provider text not null
connections.token_set_id uuid
connections.grant_id text
connections.organisation_id text
connections.organisation jsonb
connections.choices jsonb not null default '[]'::jsonb
connections.state text not null
connections.reason text
connections.epoch integer not null default 1
connections.mirror_filled_at timestamp with time zone
connections.codes_read_at timestamp with time zone
connections.created_at timestamp with time zone not null default clock_timestamp()
connections.changed_at timestamp with time zone not null default clock_timestamp()
connections.set_back_at timestamp with time zone
consents.state_hash bytea not null
consents.company_id uuid not null
consents.connection_id uuid not null
consents.asked_by text not null
consents.return_to text
consents.expires_at timestamp with time zone not null
consents.used_at timestamp with time zone
deliveries.id uuid not null default gen_random_uuid()
deliveries.company_id uuid not null
deliveries.endpoint_id uuid not null
deliveries.event_id uuid not null
deliveries.state text not null default 'waiting'::text
deliveries.attempts integer not null default 0
deliveries.last_status integer
deliveries.last_error text
deliveries.delivered_at timestamp with time zone
deliveries.created_at timestamp with time zone not null default clock_timestamp()
document_versions.company_id uuid not null
document_versions.kind text not null
document_versions.external_id text not null
document_versions.version integer not null
document_versions.fingerprint bytea not null
document_versions.body jsonb not null
document_versions.received_at timestamp with time zone not null default clock_timestamp()
documents.company_id uuid not null
documents.kind text not null
documents.external_id text not null
documents.version integer not null
documents.source_version text
documents.fingerprint bytea not null
documents.token text not null
documents.state text not null
documents.hold boolean not null default false
documents.body jsonb not null
documents.name text
documents.number text
documents.customer text
documents.date date
documents.amount bigint
documents.currency text
documents.first_received_at timestamp with time zone not null default clock_timestamp()
documents.received_at timestamp with time zone not null default clock_timestamp()
envelope_items.id uuid not null default gen_random_uuid()
envelope_items.company_id uuid not null
envelope_items.connection_id uuid not null
envelope_items.envelope_id uuid not null
envelope_items.item_id uuid
envelope_items.position integer not null
envelope_items.kind text not null
envelope_items.external_id text not null
envelope_items.part text not null
envelope_items.version integer not null
envelope_items.operation text not null
envelope_items.body text
envelope_items.expected jsonb not null
envelope_items.ids jsonb not null default '{}'::jsonb
envelope_items.book_id text
envelope_items.open boolean not null default true
envelope_items.result text
envelope_items.result_book_id text
envelope_items.result_amounts jsonb
envelope_items.check_again boolean not null default false
envelopes.id uuid not null default gen_random_uuid()
envelopes.company_id uuid not null
envelopes.connection_id uuid not null
envelopes.organisation_id text not null
envelopes.epoch integer not null
envelopes.sync_run_id uuid
envelopes.lane text not null
envelopes.operation text not null
envelopes.method text not null
envelopes.path text not null
envelopes.body text
envelopes.idempotency_key text not null
envelopes.state text not null default 'written'::text
envelopes.attempt integer not null default 1
envelopes.lease_until timestamp with time zone not null
envelopes.look_up_first boolean not null default false
envelopes.written_at timestamp with time zone not null default clock_timestamp()
envelopes.sent_at timestamp with time zone
envelopes.settled_at timestamp with time zone
envelopes.answer text
envelopes.detail text
envelopes.was_unknown boolean not null default false
event_sequences.company_id uuid not null
event_sequences.last bigint not null default 0
events.id uuid not null default gen_random_uuid()
events.company_id uuid not null
events.sequence bigint not null
events.type text not null
events.occurred_at timestamp with time zone not null default clock_timestamp()
events.body jsonb not null
hosts.id uuid not null default gen_random_uuid()
hosts.name text not null
hosts.support_contact text
hosts.created_at timestamp with time zone not null default clock_timestamp()
idempotency_keys.api_key_id uuid not null
idempotency_keys.path text not null
idempotency_keys.key text not null
idempotency_keys.body_hash bytea not null
idempotency_keys.status integer
idempotency_keys.answer text
idempotency_keys.created_at timestamp with time zone not null default clock_timestamp()
import_rows.company_id uuid not null
import_rows.import_id uuid not null
import_rows.part text not null
import_rows.row integer not null
import_rows.kind text
import_rows.external_id text
import_rows.result text not null
import_rows.code text
import_rows.field text
import_rows.message text
imports.id uuid not null default gen_random_uuid()
imports.company_id uuid not null
imports.state text not null
imports.mapping jsonb not null
imports.questions jsonb not null default '[]'::jsonb
imports.counts jsonb not null default '{}'::jsonb
imports.asked_by text not null
imports.at timestamp with time zone not null default clock_timestamp()
inbound_webhooks.id bigint not null generated always as identity
inbound_webhooks.company_id uuid not null
inbound_webhooks.connection_id uuid not null
inbound_webhooks.kind text not null
inbound_webhooks.book_id text not null
inbound_webhooks.occurred_at timestamp with time zone not null
inbound_webhooks.noted_at timestamp with time zone not null default clock_timestamp()
inbound_webhooks.handled_at timestamp with time zone
kysely_migration.name character varying(255) not null
kysely_migration.timestamp character varying(255) not null
kysely_migration_lock.id character varying(255) not null
kysely_migration_lock.is_locked integer not null default 0
links.id uuid not null default gen_random_uuid()
links.company_id uuid not null
links.connection_id uuid not null
links.kind text not null
links.external_id text not null
links.part text not null default 'main'::text
links.book_id text not null
links.book_number text
links.alias boolean not null default false
links.how text not null
links.decided_by text
links.version integer not null
links.sent jsonb
links.linked_at timestamp with time zone not null default clock_timestamp()
links.pushed_at timestamp with time zone not null default clock_timestamp()
links.detached_at timestamp with time zone
links.detached_by text
matches.id uuid not null default gen_random_uuid()
matches.company_id uuid not null
matches.connection_id uuid not null
matches.customer text not null
matches.code text not null
matches.candidates jsonb not null
matches.state text not null default 'asked'::text
matches.decision jsonb
matches.decided_by text
matches.asked_at timestamp with time zone not null default clock_timestamp()
matches.decided_at timestamp with time zone
mirror_cursors.company_id uuid not null
mirror_cursors.connection_id uuid not null
mirror_cursors.kind text not null
mirror_cursors.cursor text not null
mirror_cursors.done boolean not null
mirror_cursors.full_read_began_at timestamp with time zone
mirror_cursors.full_read_at timestamp with time zone
mirror_cursors.read_at timestamp with time zone not null default clock_timestamp()
notifications.id uuid not null default gen_random_uuid()
notifications.company_id uuid not null
notifications.connection_id uuid
notifications.sync_run_id uuid
notifications.code text not null
notifications.values jsonb not null default '{}'::jsonb
notifications.at timestamp with time zone not null default clock_timestamp()
notifications.read_at timestamp with time zone
problems.id uuid not null default gen_random_uuid()
problems.company_id uuid not null
problems.connection_id uuid not null
problems.kind text
problems.external_id text
problems.part text not null default 'main'::text
problems.version integer
problems.code text not null
problems.values jsonb not null default '{}'::jsonb
problems.detail text
problems.book_id text
problems.sync_run_id uuid
problems.opened_at timestamp with time zone not null default clock_timestamp()
problems.seen_at timestamp with time zone not null default clock_timestamp()
problems.state text not null default 'open'::text
problems.closed_at timestamp with time zone
problems.closed_by text
problems.choice text
purchase_invoices.company_id uuid not null
purchase_invoices.supplier_name text not null
purchase_invoices.number text not null
purchase_invoices.body jsonb not null
purchase_invoices.received_at timestamp with time zone not null default clock_timestamp()
sessions.id uuid not null default gen_random_uuid()
sessions.hash bytea not null
sessions.api_key_id uuid not null
sessions.company_id uuid
sessions.created_at timestamp with time zone not null default clock_timestamp()
sessions.expires_at timestamp with time zone not null
sessions.ended_at timestamp with time zone
settings_versions.company_id uuid not null
settings_versions.connection_id uuid not null
settings_versions.version integer not null
settings_versions.body jsonb not null
settings_versions.changed_by text not null
settings_versions.changed_at timestamp with time zone not null default clock_timestamp()
sign_in_links.hash bytea not null
sign_in_links.api_key_id uuid not null
sign_in_links.company_id uuid
sign_in_links.expires_at timestamp with time zone not null
sign_in_links.used_at timestamp with time zone
standings.company_id uuid not null
standings.connection_id uuid not null
standings.kind text not null
standings.external_id text not null
standings.status text not null
standings.due boolean not null default true
standings.waits_for text
standings.not_before date
standings.alone boolean not null default false
standings.since timestamp with time zone not null default clock_timestamp()
sync_log.id bigint not null generated always as identity
sync_log.company_id uuid not null
sync_log.sync_run_id uuid not null
sync_log.at timestamp with time zone not null default clock_timestamp()
sync_log.level text not null
sync_log.stage text not null
sync_log.event text not null
sync_log.facts jsonb not null default '{}'::jsonb
sync_requests.id uuid not null default gen_random_uuid()
sync_requests.company_id uuid not null
sync_requests.connection_id uuid not null
sync_requests.lane text not null
sync_requests.kind text not null
sync_requests.sync_run_id uuid
sync_requests.tie_out_id uuid
sync_requests.include text[] not null
sync_requests.documents jsonb
sync_requests.asked_by text not null
sync_requests.asked_at timestamp with time zone not null default clock_timestamp()
sync_requests.served_at timestamp with time zone
sync_requests.served_by text
sync_run_items.id uuid not null default gen_random_uuid()
sync_run_items.company_id uuid not null
sync_run_items.sync_run_id uuid not null
sync_run_items.connection_id uuid not null
sync_run_items.seq bigint not null generated always as identity
sync_run_items.kind text not null
sync_run_items.external_id text not null
sync_run_items.part text not null default 'main'::text
sync_run_items.version integer not null
sync_run_items.decision text not null
sync_run_items.operation text
sync_run_items.step text
sync_run_items.batch_group text
sync_run_items.body text
sync_run_items.expected jsonb
sync_run_items.needs text[] not null default '{}'::text[]
sync_run_items.book_id text
sync_run_items.notes jsonb not null default '[]'::jsonb
sync_run_items.state text not null default 'planned'::text
sync_run_items.outcome text
sync_run_items.code text
sync_run_items.values jsonb not null default '{}'::jsonb
sync_run_items.detail text
sync_run_items.waits_for text
sync_run_items.alone boolean not null default false
sync_run_items.at timestamp with time zone not null default clock_timestamp()
sync_runs.id uuid not null default gen_random_uuid()
sync_runs.company_id uuid not null
sync_runs.connection_id uuid not null
sync_runs.lane text not null
sync_runs.mode text not null
sync_runs.status text not null default 'Queued'::text
sync_runs.stage text
sync_runs.include text[] not null
sync_runs.documents jsonb
sync_runs.preview_id uuid
sync_runs.settings_version integer
sync_runs.counts jsonb not null default '{}'::jsonb
sync_runs.asked_by text not null
sync_runs.code text
sync_runs.detail text
sync_runs.stop_asked_at timestamp with time zone
sync_runs.created_at timestamp with time zone not null default clock_timestamp()
sync_runs.started_at timestamp with time zone
sync_runs.finished_at timestamp with time zone
sync_runs.history jsonb
sync_runs.bodies_removed_at timestamp with time zone
tie_out_lines.company_id uuid not null
tie_out_lines.tie_out_id uuid not null
tie_out_lines.position integer not null
tie_out_lines.list text not null
tie_out_lines.kind text
tie_out_lines.external_id text
tie_out_lines.book_id text
tie_out_lines.cause text
tie_out_lines.ours jsonb
tie_out_lines.theirs jsonb
tie_outs.id uuid not null default gen_random_uuid()
tie_outs.company_id uuid not null
tie_outs.connection_id uuid not null
tie_outs.state text not null default 'waiting'::text
tie_outs.asked_by text not null
tie_outs.asked_at timestamp with time zone not null default clock_timestamp()
tie_outs.as_of timestamp with time zone
tie_outs.agrees boolean
tie_outs.summary jsonb
tie_outs.code text
tie_outs.finished_at timestamp with time zone
token_sets.id uuid not null default gen_random_uuid()
token_sets.company_id uuid not null
token_sets.provider text not null
token_sets.provider_user_id text not null
token_sets.client_id text not null
token_sets.access_token text not null
token_sets.refresh_token text not null
token_sets.access_expires_at timestamp with time zone not null
token_sets.refresh_expires_at timestamp with time zone not null
token_sets.scopes text not null
token_sets.scope_version integer not null
token_sets.state text not null default 'live'::text
token_sets.dead_reason text
token_sets.generation integer not null default 1
token_sets.refreshed_at timestamp with time zone not null default clock_timestamp()
turn_books.provider text not null
turn_books.organisation_id text not null
turn_books.not_before timestamp with time zone
turn_books.express_wanted_until timestamp with time zone
turn_books.minute_left integer
turn_books.day_left integer
turn_books.heard_at timestamp with time zone
turns.id bigint not null generated always as identity
turns.provider text not null
turns.organisation_id text not null
turns.lane text not null
turns.taken_at timestamp with time zone not null
turns.lease_until timestamp with time zone not null
turns.ended_at timestamp with time zone
viewings.id bigint not null generated always as identity
viewings.at timestamp with time zone not null default clock_timestamp()
viewings.api_key_id uuid not null
viewings.company_id uuid
viewings.path text not null
webhook_endpoints.id uuid not null default gen_random_uuid()
webhook_endpoints.host_id uuid not null
webhook_endpoints.company_id uuid not null
webhook_endpoints.url text not null
webhook_endpoints.secret text not null
webhook_endpoints.types text[]
webhook_endpoints.created_at timestamp with time zone not null default clock_timestamp()
webhook_endpoints.disabled_at timestamp with time zone

-- constraints
api_keys: api_keys_check CHECK (((scope = 'company'::text) = (company_id IS NOT NULL)))
api_keys: api_keys_check1 CHECK (((scope = 'host'::text) = (host_id IS NOT NULL)))
api_keys: api_keys_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
api_keys: api_keys_hash_key UNIQUE (hash)
api_keys: api_keys_host_id_fkey FOREIGN KEY (host_id) REFERENCES hosts(id)
api_keys: api_keys_pkey PRIMARY KEY (id)
api_keys: api_keys_scope_check CHECK ((scope = ANY (ARRAY['company'::text, 'host'::text, 'operator'::text])))
app_keys: app_keys_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
app_keys: app_keys_pkey PRIMARY KEY (company_id, provider)
book_allocations: book_allocations_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
book_allocations: book_allocations_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
book_allocations: book_allocations_pkey PRIMARY KEY (connection_id, source, source_id, "position")
book_allocations: book_allocations_source_check CHECK ((source = ANY (ARRAY['payment'::text, 'credit'::text, 'onAccount'::text])))
book_contacts: book_contacts_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
book_contacts: book_contacts_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
book_contacts: book_contacts_pkey PRIMARY KEY (connection_id, book_id)
book_documents: book_documents_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
book_documents: book_documents_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
book_documents: book_documents_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit'::text])))
book_documents: book_documents_pkey PRIMARY KEY (connection_id, book_id)
book_on_account: book_on_account_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
book_on_account: book_on_account_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
book_on_account: book_on_account_pkey PRIMARY KEY (connection_id, book_id)
book_payments: book_payments_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
book_payments: book_payments_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
book_payments: book_payments_pkey PRIMARY KEY (connection_id, book_id)
codes: codes_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
codes: codes_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
codes: codes_kind_check CHECK ((kind = ANY (ARRAY['tax'::text, 'nominal'::text, 'bank'::text])))
codes: codes_pkey PRIMARY KEY (connection_id, kind, book_id)
companies: companies_host_id_external_id_key UNIQUE (host_id, external_id)
companies: companies_host_id_fkey FOREIGN KEY (host_id) REFERENCES hosts(id)
companies: companies_pkey PRIMARY KEY (company_id)
connections: connections_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
connections: connections_company_id_id_key UNIQUE (company_id, id)
connections: connections_company_id_token_set_id_fkey FOREIGN KEY (company_id, token_set_id) REFERENCES token_sets(company_id, id)
connections: connections_pkey PRIMARY KEY (id)
connections: connections_state_check CHECK ((state = ANY (ARRAY['consenting'::text, 'choosing'::text, 'ready'::text, 'needs-attention'::text, 'needs-permission'::text, 'paused'::text, 'disconnected'::text])))
consents: consents_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
consents: consents_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
consents: consents_pkey PRIMARY KEY (state_hash)
deliveries: deliveries_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
deliveries: deliveries_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoints(id)
deliveries: deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id)
deliveries: deliveries_pkey PRIMARY KEY (id)
deliveries: deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text])))
document_versions: document_versions_pkey PRIMARY KEY (company_id, kind, external_id, version)
documents: documents_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
documents: documents_company_id_token_key UNIQUE (company_id, token)
documents: documents_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'invoice'::text, 'credit'::text, 'payment'::text])))
documents: documents_pkey PRIMARY KEY (company_id, kind, external_id)
documents: documents_version_check CHECK ((version >= 1))
envelope_items: envelope_items_envelope_id_fkey FOREIGN KEY (envelope_id) REFERENCES envelopes(id)
envelope_items: envelope_items_envelope_id_position_key UNIQUE (envelope_id, "position")
envelope_items: envelope_items_item_id_fkey FOREIGN KEY (item_id) REFERENCES sync_run_items(id)
envelope_items: envelope_items_pkey PRIMARY KEY (id)
envelope_items: envelope_items_result_check CHECK ((result = ANY (ARRAY['taken'::text, 'refused'::text, 'absent'::text, 'linked'::text, 'problem'::text])))
envelopes: envelopes_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
envelopes: envelopes_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
envelopes: envelopes_idempotency_key_key UNIQUE (idempotency_key)
envelopes: envelopes_lane_check CHECK ((lane = ANY (ARRAY['express'::text, 'bulk'::text])))
envelopes: envelopes_pkey PRIMARY KEY (id)
envelopes: envelopes_state_check CHECK ((state = ANY (ARRAY['written'::text, 'sent'::text, 'unknown'::text, 'settled'::text])))
envelopes: envelopes_sync_run_id_fkey FOREIGN KEY (sync_run_id) REFERENCES sync_runs(id)
event_sequences: event_sequences_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
event_sequences: event_sequences_pkey PRIMARY KEY (company_id)
events: events_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
events: events_company_id_sequence_key UNIQUE (company_id, sequence)
events: events_pkey PRIMARY KEY (id)
hosts: hosts_pkey PRIMARY KEY (id)
idempotency_keys: idempotency_keys_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_keys(id)
idempotency_keys: idempotency_keys_pkey PRIMARY KEY (api_key_id, path, key)
import_rows: import_rows_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
import_rows: import_rows_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id)
import_rows: import_rows_pkey PRIMARY KEY (import_id, part, "row")
import_rows: import_rows_result_check CHECK ((result = ANY (ARRAY['created'::text, 'changed'::text, 'unchanged'::text, 'refused'::text])))
imports: imports_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
imports: imports_pkey PRIMARY KEY (id)
imports: imports_state_check CHECK ((state = ANY (ARRAY['asking'::text, 'done'::text])))
inbound_webhooks: inbound_webhooks_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
inbound_webhooks: inbound_webhooks_pkey PRIMARY KEY (id)
kysely_migration: kysely_migration_pkey PRIMARY KEY (name)
kysely_migration_lock: kysely_migration_lock_pkey PRIMARY KEY (id)
links: links_check CHECK (((NOT alias) OR (kind = 'customer'::text)))
links: links_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
links: links_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
links: links_how_check CHECK ((how = ANY (ARRAY['pushed'::text, 'adopted'::text, 'decided'::text])))
links: links_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'invoice'::text, 'credit'::text, 'payment'::text])))
links: links_pkey PRIMARY KEY (id)
matches: matches_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
matches: matches_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
matches: matches_pkey PRIMARY KEY (id)
matches: matches_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'decided'::text, 'later'::text, 'withdrawn'::text])))
mirror_cursors: mirror_cursors_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
mirror_cursors: mirror_cursors_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
mirror_cursors: mirror_cursors_pkey PRIMARY KEY (connection_id, kind)
notifications: notifications_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
notifications: notifications_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
notifications: notifications_pkey PRIMARY KEY (id)
notifications: notifications_sync_run_id_fkey FOREIGN KEY (sync_run_id) REFERENCES sync_runs(id)
problems: problems_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
problems: problems_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
problems: problems_pkey PRIMARY KEY (id)
problems: problems_state_check CHECK ((state = ANY (ARRAY['open'::text, 'resolved'::text, 'dismissed'::text])))
problems: problems_sync_run_id_fkey FOREIGN KEY (sync_run_id) REFERENCES sync_runs(id)
purchase_invoices: purchase_invoices_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
purchase_invoices: purchase_invoices_pkey PRIMARY KEY (company_id, supplier_name, number)
sessions: sessions_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_keys(id)
sessions: sessions_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
sessions: sessions_hash_key UNIQUE (hash)
sessions: sessions_pkey PRIMARY KEY (id)
settings_versions: settings_versions_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
settings_versions: settings_versions_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
settings_versions: settings_versions_pkey PRIMARY KEY (connection_id, version)
sign_in_links: sign_in_links_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_keys(id)
sign_in_links: sign_in_links_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
sign_in_links: sign_in_links_pkey PRIMARY KEY (hash)
standings: standings_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
standings: standings_company_id_kind_external_id_fkey FOREIGN KEY (company_id, kind, external_id) REFERENCES documents(company_id, kind, external_id)
standings: standings_pkey PRIMARY KEY (connection_id, kind, external_id)
standings: standings_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'inFlight'::text, 'inBooks'::text, 'problem'::text, 'held'::text, 'notDue'::text])))
sync_log: sync_log_level_check CHECK ((level = ANY (ARRAY['info'::text, 'warning'::text, 'error'::text])))
sync_log: sync_log_pkey PRIMARY KEY (id)
sync_log: sync_log_sync_run_id_fkey FOREIGN KEY (sync_run_id) REFERENCES sync_runs(id)
sync_requests: sync_requests_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
sync_requests: sync_requests_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
sync_requests: sync_requests_kind_check CHECK ((kind = ANY (ARRAY['sync'::text, 'preview'::text, 'reconcile'::text])))
sync_requests: sync_requests_lane_check CHECK ((lane = ANY (ARRAY['express'::text, 'bulk'::text])))
sync_requests: sync_requests_pkey PRIMARY KEY (id)
sync_requests: sync_requests_sync_run_id_fkey FOREIGN KEY (sync_run_id) REFERENCES sync_runs(id)
sync_run_items: sync_run_items_decision_check CHECK ((decision = ANY (ARRAY['write'::text, 'adopt'::text, 'skip'::text, 'wait'::text, 'hold'::text, 'ask'::text, 'refuse'::text])))
sync_run_items: sync_run_items_outcome_check CHECK ((outcome = ANY (ARRAY['pushed'::text, 'adopted'::text, 'updated'::text, 'voided'::text, 'skipped'::text, 'waiting'::text, 'held'::text, 'asked'::text, 'failed'::text])))
sync_run_items: sync_run_items_pkey PRIMARY KEY (id)
sync_run_items: sync_run_items_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'claimed'::text, 'done'::text])))
sync_run_items: sync_run_items_sync_run_id_fkey FOREIGN KEY (sync_run_id) REFERENCES sync_runs(id)
sync_run_items: sync_run_items_sync_run_id_kind_external_id_part_key UNIQUE (sync_run_id, kind, external_id, part)
sync_runs: sync_runs_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
sync_runs: sync_runs_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
sync_runs: sync_runs_lane_check CHECK ((lane = ANY (ARRAY['express'::text, 'bulk'::text])))
sync_runs: sync_runs_mode_check CHECK ((mode = ANY (ARRAY['sync'::text, 'preview'::text])))
sync_runs: sync_runs_pkey PRIMARY KEY (id)
sync_runs: sync_runs_status_check CHECK ((status = ANY (ARRAY['Queued'::text, 'Running'::text, 'Waiting'::text, 'NeedsAttention'::text, 'Done'::text, 'Failed'::text])))
tie_out_lines: tie_out_lines_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
tie_out_lines: tie_out_lines_pkey PRIMARY KEY (tie_out_id, "position")
tie_out_lines: tie_out_lines_tie_out_id_fkey FOREIGN KEY (tie_out_id) REFERENCES tie_outs(id)
tie_outs: tie_outs_company_id_connection_id_fkey FOREIGN KEY (company_id, connection_id) REFERENCES connections(company_id, id)
tie_outs: tie_outs_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
tie_outs: tie_outs_pkey PRIMARY KEY (id)
tie_outs: tie_outs_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
token_sets: token_sets_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
token_sets: token_sets_company_id_id_key UNIQUE (company_id, id)
token_sets: token_sets_company_id_provider_client_id_provider_user_id_key UNIQUE (company_id, provider, client_id, provider_user_id)
token_sets: token_sets_pkey PRIMARY KEY (id)
token_sets: token_sets_state_check CHECK ((state = ANY (ARRAY['live'::text, 'dead'::text])))
turn_books: turn_books_pkey PRIMARY KEY (provider, organisation_id)
turns: turns_pkey PRIMARY KEY (id)
viewings: viewings_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_keys(id)
viewings: viewings_pkey PRIMARY KEY (id)
webhook_endpoints: webhook_endpoints_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(company_id)
webhook_endpoints: webhook_endpoints_host_id_fkey FOREIGN KEY (host_id) REFERENCES hosts(id)
webhook_endpoints: webhook_endpoints_pkey PRIMARY KEY (id)

-- indexes that are not constraints
CREATE INDEX book_allocations_document ON public.book_allocations USING btree (connection_id, document_id)
CREATE INDEX book_documents_contact ON public.book_documents USING btree (connection_id, contact_id, kind, gross)
CREATE INDEX book_documents_number ON public.book_documents USING btree (connection_id, kind, lower(number))
CREATE INDEX book_payments_amount ON public.book_payments USING btree (connection_id, amount, date)
CREATE INDEX connections_by_organisation ON public.connections USING btree (provider, organisation_id)
CREATE UNIQUE INDEX connections_organisation ON public.connections USING btree (company_id, provider, organisation_id) WHERE ((organisation_id IS NOT NULL) AND (state <> 'disconnected'::text))
CREATE INDEX deliveries_waiting ON public.deliveries USING btree (created_at) WHERE (state = 'waiting'::text)
CREATE INDEX documents_customer ON public.documents USING btree (company_id, customer, kind)
CREATE INDEX documents_date ON public.documents USING btree (company_id, date, kind)
CREATE UNIQUE INDEX documents_number ON public.documents USING btree (company_id, kind, number) WHERE ((state = 'issued'::text) AND (kind = ANY (ARRAY['invoice'::text, 'credit'::text])))
CREATE INDEX envelope_items_check_again ON public.envelope_items USING btree (connection_id) WHERE check_again
CREATE INDEX envelope_items_document ON public.envelope_items USING btree (connection_id, kind, external_id)
CREATE UNIQUE INDEX envelope_items_one_open ON public.envelope_items USING btree (connection_id, kind, external_id) WHERE open
CREATE INDEX envelopes_open ON public.envelopes USING btree (connection_id, lease_until) WHERE (state <> 'settled'::text)
CREATE INDEX envelopes_run ON public.envelopes USING btree (sync_run_id)
CREATE INDEX envelopes_settled ON public.envelopes USING btree (connection_id, settled_at) WHERE (state = 'settled'::text)
CREATE INDEX envelopes_texts ON public.envelopes USING btree (settled_at) WHERE ((state = 'settled'::text) AND (body IS NOT NULL))
CREATE INDEX envelopes_unsealed ON public.envelopes USING btree (id) WHERE (body !~~ 'v1.%'::text)
CREATE INDEX inbound_webhooks_handled ON public.inbound_webhooks USING btree (connection_id, handled_at)
CREATE UNIQUE INDEX inbound_webhooks_waiting ON public.inbound_webhooks USING btree (connection_id, kind, book_id) WHERE (handled_at IS NULL)
CREATE INDEX links_document ON public.links USING btree (company_id, kind, external_id)
CREATE UNIQUE INDEX links_ours ON public.links USING btree (connection_id, kind, external_id, part) WHERE (detached_at IS NULL)
CREATE UNIQUE INDEX links_theirs ON public.links USING btree (book_id, connection_id, kind, part) WHERE ((detached_at IS NULL) AND (NOT alias))
CREATE UNIQUE INDEX matches_one_open ON public.matches USING btree (connection_id, customer) WHERE (state = ANY (ARRAY['asked'::text, 'later'::text]))
CREATE INDEX notifications_company ON public.notifications USING btree (company_id, at DESC)
CREATE INDEX problems_document ON public.problems USING btree (company_id, kind, external_id)
CREATE UNIQUE INDEX problems_one_open ON public.problems USING btree (connection_id, COALESCE(kind, ''::text), COALESCE(external_id, ''::text), part, code) WHERE (state = 'open'::text)
CREATE INDEX standings_due ON public.standings USING btree (connection_id, kind) WHERE due
CREATE INDEX standings_status ON public.standings USING btree (connection_id, status)
CREATE INDEX standings_waits_for ON public.standings USING btree (connection_id, waits_for) WHERE (waits_for IS NOT NULL)
CREATE INDEX sync_log_run ON public.sync_log USING btree (sync_run_id, id)
CREATE INDEX sync_requests_waiting ON public.sync_requests USING btree (connection_id, lane) WHERE (served_at IS NULL)
CREATE INDEX sync_run_items_document ON public.sync_run_items USING btree (company_id, kind, external_id)
CREATE INDEX sync_run_items_to_push ON public.sync_run_items USING btree (sync_run_id, step, seq) WHERE ((state = 'planned'::text) AND (decision = 'write'::text))
CREATE INDEX sync_runs_bodies ON public.sync_runs USING btree (finished_at) WHERE ((finished_at IS NOT NULL) AND (bodies_removed_at IS NULL))
CREATE INDEX sync_runs_connection ON public.sync_runs USING btree (connection_id, created_at DESC)
CREATE INDEX sync_runs_open ON public.sync_runs USING btree (connection_id, lane) WHERE (finished_at IS NULL)
CREATE INDEX tie_outs_connection ON public.tie_outs USING btree (connection_id, asked_at DESC)
CREATE INDEX turns_recent ON public.turns USING btree (provider, organisation_id, taken_at DESC)
CREATE INDEX turns_running ON public.turns USING btree (provider, organisation_id) WHERE (ended_at IS NULL)

-- views


-- row-level security
api_keys: OFF
app_keys: on, also for the owner
book_allocations: on, also for the owner
book_contacts: on, also for the owner
book_documents: on, also for the owner
book_on_account: on, also for the owner
book_payments: on, also for the owner
codes: on, also for the owner
companies: on, also for the owner
connections: on, also for the owner
consents: on, also for the owner
deliveries: on, also for the owner
document_versions: on, also for the owner
documents: on, also for the owner
envelope_items: on, also for the owner
envelopes: on, also for the owner
event_sequences: on, also for the owner
events: on, also for the owner
hosts: OFF
idempotency_keys: OFF
import_rows: on, also for the owner
imports: on, also for the owner
inbound_webhooks: on, also for the owner
kysely_migration: OFF
kysely_migration_lock: OFF
links: on, also for the owner
matches: on, also for the owner
mirror_cursors: on, also for the owner
notifications: on, also for the owner
problems: on, also for the owner
purchase_invoices: on, also for the owner
sessions: OFF
settings_versions: on, also for the owner
sign_in_links: OFF
standings: on, also for the owner
sync_log: on, also for the owner
sync_requests: on, also for the owner
sync_run_items: on, also for the owner
sync_runs: on, also for the owner
tie_out_lines: on, also for the owner
tie_outs: on, also for the owner
token_sets: on, also for the owner
turn_books: OFF
turns: OFF
viewings: OFF
webhook_endpoints: on, also for the owner

-- policies
app_keys: operators_read r to counterfoil_operator using (true) with check ()
app_keys: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
book_allocations: operators_read r to counterfoil_operator using (true) with check ()
book_allocations: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
book_contacts: operators_read r to counterfoil_operator using (true) with check ()
book_contacts: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
book_documents: operators_read r to counterfoil_operator using (true) with check ()
book_documents: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
book_on_account: operators_read r to counterfoil_operator using (true) with check ()
book_on_account: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
book_payments: operators_read r to counterfoil_operator using (true) with check ()
book_payments: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
codes: operators_read r to counterfoil_operator using (true) with check ()
codes: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
companies: auth_reads r to counterfoil_auth using (true) with check ()
companies: operators_create a to counterfoil_operator using () with check (true)
companies: operators_read r to counterfoil_operator using (true) with check ()
companies: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
connections: operators_read r to counterfoil_operator using (true) with check ()
connections: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
consents: auth_finds_consent r to counterfoil_auth using (true) with check ()
consents: operators_read r to counterfoil_operator using (true) with check ()
consents: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
deliveries: operators_read r to counterfoil_operator using (true) with check ()
deliveries: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
document_versions: operators_read r to counterfoil_operator using (true) with check ()
document_versions: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
documents: operators_read r to counterfoil_operator using (true) with check ()
documents: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
envelope_items: operators_read r to counterfoil_operator using (true) with check ()
envelope_items: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
envelopes: operators_read r to counterfoil_operator using (true) with check ()
envelopes: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
event_sequences: operators_read r to counterfoil_operator using (true) with check ()
event_sequences: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
events: operators_read r to counterfoil_operator using (true) with check ()
events: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
import_rows: operators_read r to counterfoil_operator using (true) with check ()
import_rows: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
imports: operators_read r to counterfoil_operator using (true) with check ()
imports: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
inbound_webhooks: operators_read r to counterfoil_operator using (true) with check ()
inbound_webhooks: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
links: operators_read r to counterfoil_operator using (true) with check ()
links: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
matches: operators_read r to counterfoil_operator using (true) with check ()
matches: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
mirror_cursors: operators_read r to counterfoil_operator using (true) with check ()
mirror_cursors: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
notifications: operators_read r to counterfoil_operator using (true) with check ()
notifications: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
problems: operators_read r to counterfoil_operator using (true) with check ()
problems: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
purchase_invoices: operators_read r to counterfoil_operator using (true) with check ()
purchase_invoices: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
settings_versions: operators_read r to counterfoil_operator using (true) with check ()
settings_versions: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
standings: operators_read r to counterfoil_operator using (true) with check ()
standings: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
sync_log: operators_read r to counterfoil_operator using (true) with check ()
sync_log: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
sync_requests: operators_read r to counterfoil_operator using (true) with check ()
sync_requests: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
sync_run_items: operators_read r to counterfoil_operator using (true) with check ()
sync_run_items: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
sync_runs: operators_read r to counterfoil_operator using (true) with check ()
sync_runs: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
tie_out_lines: operators_read r to counterfoil_operator using (true) with check ()
tie_out_lines: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
tie_outs: operators_read r to counterfoil_operator using (true) with check ()
tie_outs: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
token_sets: operators_read r to counterfoil_operator using (true) with check ()
token_sets: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))
webhook_endpoints: operators_read r to counterfoil_operator using (true) with check ()
webhook_endpoints: own_company * to counterfoil_app using ((company_id = ( SELECT counterfoil_company() AS counterfoil_company))) with check ((company_id = ( SELECT counterfoil_company() AS counterfoil_company)))

-- rights on tables (the owner has all)
api_keys: counterfoil_auth may delete, insert, select, update
app_keys: counterfoil_app may delete, insert, select, update
book_allocations: counterfoil_app may delete, insert, select, update
book_allocations: counterfoil_operator may select
book_contacts: counterfoil_app may delete, insert, select, update
book_contacts: counterfoil_operator may select
book_documents: counterfoil_app may delete, insert, select, update
book_documents: counterfoil_operator may select
book_on_account: counterfoil_app may delete, insert, select, update
book_on_account: counterfoil_operator may select
book_payments: counterfoil_app may delete, insert, select, update
book_payments: counterfoil_operator may select
codes: counterfoil_app may delete, insert, select, update
codes: counterfoil_operator may select
companies: counterfoil_app may delete, insert, select, update
companies: counterfoil_auth may select
companies: counterfoil_operator may insert, select
connections: counterfoil_app may delete, insert, select, update
connections: counterfoil_operator may select
consents: counterfoil_app may delete, insert, select, update
consents: counterfoil_auth may select
consents: counterfoil_operator may select
deliveries: counterfoil_app may delete, insert, select, update
deliveries: counterfoil_operator may select
document_versions: counterfoil_app may delete, insert, select, update
document_versions: counterfoil_operator may select
documents: counterfoil_app may delete, insert, select, update
documents: counterfoil_operator may select
envelope_items: counterfoil_app may delete, insert, select, update
envelope_items: counterfoil_operator may select
envelopes: counterfoil_app may delete, insert, select, update
envelopes: counterfoil_operator may select
event_sequences: counterfoil_app may delete, insert, select, update
event_sequences: counterfoil_operator may select
events: counterfoil_app may delete, insert, select, update
events: counterfoil_operator may select
hosts: counterfoil_app may select
hosts: counterfoil_auth may select
hosts: counterfoil_operator may insert, select, update
idempotency_keys: counterfoil_auth may delete, insert, select, update
import_rows: counterfoil_app may delete, insert, select, update
import_rows: counterfoil_operator may select
imports: counterfoil_app may delete, insert, select, update
imports: counterfoil_operator may select
inbound_webhooks: counterfoil_app may delete, insert, select, update
inbound_webhooks: counterfoil_operator may select
links: counterfoil_app may delete, insert, select, update
links: counterfoil_operator may select
matches: counterfoil_app may delete, insert, select, update
matches: counterfoil_operator may select
mirror_cursors: counterfoil_app may delete, insert, select, update
mirror_cursors: counterfoil_operator may select
notifications: counterfoil_app may delete, insert, select, update
notifications: counterfoil_operator may select
problems: counterfoil_app may delete, insert, select, update
problems: counterfoil_operator may select
purchase_invoices: counterfoil_app may delete, insert, select, update
purchase_invoices: counterfoil_operator may select
sessions: counterfoil_auth may delete, insert, select, update
settings_versions: counterfoil_app may delete, insert, select, update
settings_versions: counterfoil_operator may select
sign_in_links: counterfoil_auth may delete, insert, select, update
standings: counterfoil_app may delete, insert, select, update
standings: counterfoil_operator may select
sync_log: counterfoil_app may delete, insert, select, update
sync_log: counterfoil_operator may select
sync_requests: counterfoil_app may delete, insert, select, update
sync_requests: counterfoil_operator may select
sync_run_items: counterfoil_app may delete, insert, select, update
sync_run_items: counterfoil_operator may select
sync_runs: counterfoil_app may delete, insert, select, update
sync_runs: counterfoil_operator may select
tie_out_lines: counterfoil_app may delete, insert, select, update
tie_out_lines: counterfoil_operator may select
tie_outs: counterfoil_app may delete, insert, select, update
tie_outs: counterfoil_operator may select
token_sets: counterfoil_app may delete, insert, select, update
turn_books: counterfoil_app may delete, insert, select, update
turn_books: counterfoil_operator may select
turns: counterfoil_app may delete, insert, select, update
turns: counterfoil_operator may select
viewings: counterfoil_auth may insert, select
webhook_endpoints: counterfoil_app may delete, insert, select, update
webhook_endpoints: counterfoil_operator may select

-- rights on single columns
token_sets.id: counterfoil_operator may select
token_sets.company_id: counterfoil_operator may select
token_sets.provider: counterfoil_operator may select
token_sets.provider_user_id: counterfoil_operator may select
token_sets.access_expires_at: counterfoil_operator may select
token_sets.refresh_expires_at: counterfoil_operator may select
token_sets.scope_version: counterfoil_operator may select
token_sets.state: counterfoil_operator may select
token_sets.refreshed_at: counterfoil_operator may select

-- functions
CREATE OR REPLACE FUNCTION public.connection_set_back()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if new.epoch > old.epoch then new.set_back_at := clock_timestamp(); end if;
      return new;
    end $function$

CREATE OR REPLACE FUNCTION public.counterfoil_company()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('app.company_id', true), '')::uuid $function$

CREATE OR REPLACE FUNCTION public.counterfoil_guard(guarded regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
    begin
      execute format('alter table %s enable row level security', guarded);
      execute format('alter table %s force row level security', guarded);
      execute format('create policy own_company on %s to counterfoil_app using (company_id = (select counterfoil_company())) with check (company_id = (select counterfoil_company()))', guarded);
      execute format('create policy operators_read on %s for select to counterfoil_operator using (true)', guarded);
      execute format('grant select, insert, update, delete on %s to counterfoil_app', guarded);
      execute format('grant select on %s to counterfoil_operator', guarded);
    end $function$

CREATE OR REPLACE FUNCTION public.counterfoil_keep_statistics()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET default_statistics_target TO '10'
AS $function$
    declare grown record; refreshed int := 0;
    begin
      if not pg_try_advisory_xact_lock(hashtextextended('counterfoil_keep_statistics', 0)) then return 0; end if;
      for grown in select relid::regclass as name from pg_stat_user_tables where schemaname = 'public' and n_mod_since_analyze > 200 + n_live_tup / 2 loop
        execute format('analyze %s', grown.name);
        refreshed := refreshed + 1;
      end loop;
      return refreshed;
    end $function$

CREATE OR REPLACE FUNCTION public.envelope_moves_forward()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if old.state = 'settled' and new.state <> 'settled' then raise exception 'a settled envelope stays settled'; end if;
      if old.state = 'unknown' and new.state in ('written', 'sent') then raise exception 'an unknown envelope is looked up, never sent again'; end if;
      if new.idempotency_key <> old.idempotency_key or new.path <> old.path then raise exception 'an envelope is not rewritten'; end if;
      -- A body only goes from clear to sealed (rows from before) and, once settled, away.
      if new.body is distinct from old.body and not coalesce(
        (new.body is null and old.state = 'settled') or (old.body not like 'v1.%' and new.body like 'v1.%'), false)
        then raise exception 'an envelope is not rewritten'; end if;
      if new.attempt < old.attempt then raise exception 'an attempt only rises'; end if;
      return new;
    end $function$


-- triggers
CREATE TRIGGER connection_set_back BEFORE UPDATE ON public.connections FOR EACH ROW EXECUTE FUNCTION connection_set_back()
CREATE TRIGGER envelope_moves_forward BEFORE UPDATE ON public.envelopes FOR EACH ROW EXECUTE FUNCTION envelope_moves_forward()
