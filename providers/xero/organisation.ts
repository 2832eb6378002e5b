import type { Organisation, VatScheme } from '../../domain/books.ts'
import { laterDay } from '../../domain/days.ts'
import { read, type Road } from './client.ts'
import { actionsReply, currenciesReply, organisationReply, organisationsReply } from './wire.ts'
import { vatPeriodOf } from './vat-period.ts'
import type { z } from 'zod'

/**
 * The organisation with its lock dates, always fresh: one call. Its currencies and what its plan forbids are asked for too, and kept
 * ten minutes in this process while invoices may be approved: a run with nothing to do is to cost a handful of calls. Without `kept`, what
 * was read before counts for nothing: too old, or a person says that it has changed.
 */
export async function readOrganisation(road: Road, kept?: Organisation): Promise<Organisation> {
  const raw = await read(road, 'GET /Organisation', (api, tenant) => api.getOrganisations(tenant))
  const [organisation] = organisationsReply.parse(raw).Organisations
  const rights = (kept && (known(road) ?? stillGood(road, kept))) ?? (await askRights(road))
  return toOrganisation(road, organisation, rights)
}

/** Another process read them a moment ago. */
function stillGood({ tools }: Road, kept: Organisation | undefined): Rights | undefined {
  if (kept === undefined || kept.notAllowed.includes(NEEDED)) return undefined
  return { currencies: kept.currencies, notAllowed: kept.notAllowed, readAt: tools.now() }
}

interface Rights {
  currencies: string[]
  notAllowed: string[]
  readAt: number
}

/** Asked for afresh as long as it is forbidden: a plan's limit is lifted by the month or by an upgrade. */
const NEEDED = 'CreateApprovedInvoice'
const KEPT_MILLISECONDS = 10 * 60_000
const rightsByOrganisation = new Map<string, Rights>()

function known(road: Road): Rights | undefined {
  const rights = rightsByOrganisation.get(keyOf(road))
  const fresh = rights !== undefined && road.tools.now() - rights.readAt < KEPT_MILLISECONDS
  return fresh && !rights.notAllowed.includes(NEEDED) ? rights : undefined
}

async function askRights(road: Road): Promise<Rights> {
  const currencies = currenciesReply.parse(await read(road, 'GET /Currencies', (api, tenant) => api.getCurrencies(tenant)))
  const actions = actionsReply.parse(await read(road, 'GET /Organisation/Actions', (api, tenant) => api.getOrganisationActions(tenant)))
  const rights = {
    currencies: currencies.Currencies.map((currency) => currency.Code),
    notAllowed: actions.Actions.filter((action) => action.Status !== 'ALLOWED').map((action) => action.Name),
    readAt: road.tools.now(),
  }
  rightsByOrganisation.set(keyOf(road), rights)
  return rights
}

const keyOf = ({ organisationId, tools }: Road): string => `${tools.apiUrl} ${organisationId}`

function toOrganisation(road: Road, organisation: z.infer<typeof organisationReply>, rights: Rights): Organisation {
  const { PeriodLockDate, EndOfYearLockDate } = organisation
  const lockedUntil =
    PeriodLockDate !== undefined && EndOfYearLockDate !== undefined
      ? laterDay(PeriodLockDate, EndOfYearLockDate)
      : (PeriodLockDate ?? EndOfYearLockDate)
  const vatPeriod = vatPeriodOf(organisation)
  return {
    organisationId: road.organisationId,
    name: organisation.Name,
    country: organisation.CountryCode ?? '',
    baseCurrency: organisation.BaseCurrency,
    currencies: [...new Set([organisation.BaseCurrency, ...rights.currencies])],
    ...(lockedUntil !== undefined && { lockedUntil }),
    ...vatSchemeOf(organisation.SalesTaxBasis),
    ...(organisation.ShortCode !== undefined && { shortCode: organisation.ShortCode }),
    ...(organisation.Class !== undefined && { plan: organisation.Class }),
    notAllowed: rights.notAllowed,
    ...(organisation.Timezone !== undefined && { timeZone: organisation.Timezone }),
    isDemo: organisation.IsDemoCompany ?? false,
    ...(vatPeriod !== undefined && { vatPeriod }),
  }
}

/** `SalesTaxBasis`, all values of the official schema (accounting yaml, Organisation); PAYMENTS is what New Zealand calls the cash basis. A new word says nothing. */
const vatSchemes: Record<string, VatScheme> = {
  ACCRUALS: 'standard',
  ACCRUAL: 'standard',
  INVOICE: 'standard',
  CASH: 'cash',
  PAYMENTS: 'cash',
  FLATRATECASH: 'flatRateCash',
  FLATRATEACCRUAL: 'flatRate',
  FLATRATEACCRUALS: 'flatRate',
  NONE: 'none',
}

function vatSchemeOf(basis: string | undefined): Pick<Organisation, 'vatScheme'> {
  const vatScheme = basis === undefined ? undefined : vatSchemes[basis]
  return vatScheme === undefined ? {} : { vatScheme }
}
