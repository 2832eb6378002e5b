import type { Route } from './route.ts'
import { companyRoutes } from './routes/companies.ts'
import { documentRoutes } from './routes/documents.ts'
import { importRoutes } from './routes/imports.ts'
import { keyRoutes } from './routes/keys.ts'

/** Every route under /v1, in the order of the documentation. */
export const routes: readonly Route[] = [...companyRoutes, ...documentRoutes, ...importRoutes, ...keyRoutes]
