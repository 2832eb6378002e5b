import type { Route } from './route.ts'
import { appKeyRoutes } from './routes/app-keys.ts'
import { companyRoutes } from './routes/companies.ts'
import { connectionRoutes } from './routes/connections.ts'
import { documentRoutes } from './routes/documents.ts'
import { importRoutes } from './routes/imports.ts'
import { keyRoutes } from './routes/keys.ts'
import { matchRoutes } from './routes/matches.ts'
import { previewRoutes } from './routes/previews.ts'
import { settingsRoutes } from './routes/settings.ts'
import { syncRunRoutes } from './routes/sync-runs.ts'
import { tieOutRoutes } from './routes/tie-outs.ts'

/** Every route under /v1, in the order of the documentation. */
export const routes: readonly Route[] = [
  ...companyRoutes,
  ...documentRoutes,
  ...importRoutes,
  ...appKeyRoutes,
  ...connectionRoutes,
  ...settingsRoutes,
  ...previewRoutes,
  ...syncRunRoutes,
  ...matchRoutes,
  ...tieOutRoutes,
  ...keyRoutes,
]
