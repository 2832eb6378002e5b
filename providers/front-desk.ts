import type { ProviderName } from '../domain/entities.ts'
import type { InboundWebhook, Manifest, SignIn } from './contract.ts'
import type { ExportLayout } from './export-layout.ts'
import { exportLayout as quickbooksLayout } from './quickbooks/export.ts'
import { exportLayout as sage50Layout } from './sage50/export.ts'
import { signIn as xeroSignIn } from './xero/auth.ts'
import { exportLayout as xeroLayout } from './xero/export.ts'
import { manifest as xeroManifest } from './xero/manifest.ts'
import { webhook as xeroWebhook } from './xero/webhook.ts'

export type { Addresses, AppKeys, ConnectedOrganisation, InboundEvent, InboundWebhook, Manifest, SignIn, TokenSet } from './contract.ts'
export type { ExportCodes, ExportKind, ExportLayout, ExportRecords, ExportTable } from './export-layout.ts'

/** What the api may know of a provider: its data, how people sign in, and its messages to us. No SDK is loaded. */
export interface FrontDesk {
  manifest: Manifest
  signIn: SignIn
  webhook: InboundWebhook
}

export const frontDesk: Record<ProviderName, FrontDesk> = {
  xero: { manifest: xeroManifest, signIn: xeroSignIn, webhook: xeroWebhook },
}

/** Files for packages that import them by hand, whether or not we connect to the package. */
export const exportLayouts: readonly ExportLayout[] = [xeroLayout, quickbooksLayout, sage50Layout]
