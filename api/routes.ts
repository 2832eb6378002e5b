import type { Route } from './route.ts'
import { appKeyRoutes } from './routes/app-keys.ts'
import { bookRoutes } from './routes/books.ts'
import { companyRoutes } from './routes/companies.ts'
import { connectionRoutes } from './routes/connections.ts'
import { documentRoutes } from './routes/documents.ts'
import { eventRoutes } from './routes/events.ts'
import { exportRoutes } from './routes/exports.ts'
import { importRoutes } from './routes/imports.ts'
import { keyRoutes } from './routes/keys.ts'
import { linkRoutes } from './routes/links.ts'
import { matchRoutes } from './routes/matches.ts'
import { notificationRoutes } from './routes/notifications.ts'
import { operatorRoutes } from './routes/operators.ts'
import { previewRoutes } from './routes/previews.ts'
import { problemRoutes } from './routes/problems.ts'
import { settingsRoutes } from './routes/settings.ts'
import { syncRunRoutes } from './routes/sync-runs.ts'
import { tieOutRoutes } from './routes/tie-outs.ts'
import { webhookEndpointRoutes } from './routes/webhook-endpoints.ts'

/** Every route under /v1, in the order of the documentation. */
export const routes: readonly Route[] = [
  ...companyRoutes,
  ...documentRoutes,
  ...importRoutes,
  ...exportRoutes,
  ...appKeyRoutes,
  ...connectionRoutes,
  ...settingsRoutes,
  ...previewRoutes,
  ...syncRunRoutes,
  ...matchRoutes,
  ...problemRoutes,
  ...linkRoutes,
  ...bookRoutes,
  ...tieOutRoutes,
  ...notificationRoutes,
  ...eventRoutes,
  ...webhookEndpointRoutes,
  ...keyRoutes,
  ...operatorRoutes,
]
