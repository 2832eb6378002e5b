import { z } from 'zod'
import type { Codes, Organisation } from '../domain/books.ts'
import { proposeMapping, type MappingProposal } from '../domain/rules/propose-mapping.ts'
import { proposeStart, type StartProposal } from '../domain/rules/propose-start.ts'
import type { Settings, TaxMapping } from '../domain/settings.ts'
import type { UsedCodes } from '../ledger/used-codes.ts'
import type { SettingsProposal } from './contract/connections.ts'
import { importMapping } from './contract/imports.ts'

/** What a first mapping is made from. */
export interface ProposalGround {
  settings: Settings
  used: UsedCodes
  codes: Codes
  /** The mapping of the newest import: it says what the files' tax codes mean. */
  imported: unknown
  organisation: Organisation | null
  /** Today in the company's zone. */
  today: string
}

/** A first mapping for every code in use, with reasons; what is mapped already is left as it is. */
export function proposeSettings({ settings, used, codes, imported, organisation, today }: ProposalGround): SettingsProposal {
  const known = { ...meaningsOf(imported), ...settings.taxCodes }
  const host = {
    taxCodes: used.taxCodes.map(({ code }) => ({ code, treatment: known[code]?.treatment ?? null, percent: percentOf(known[code]) })),
    nominalCodes: used.nominalCodes.map(({ code }) => ({ code })),
    methods: used.methods.map(({ code }) => code),
  }
  const mapping = proposeMapping(host, codes)
  const start = settings.startFrom === null && organisation !== null ? proposeStart(organisation, today) : undefined
  const filled = fill(settings, known, used, mapping, start)
  return {
    taxCodes: used.taxCodes.map(({ code, documents }) => ({
      code,
      documents,
      treatment: known[code]?.treatment ?? null,
      percent: known[code] ? percentOf(known[code]) : null,
      mapped: settings.taxCodes[code]?.bookTaxCode ?? null,
      proposed: mapping.taxCodes[code]?.bookTaxCode ?? null,
      why: mapping.taxCodes[code]?.reason ?? null,
    })),
    nominalCodes: used.nominalCodes.map(({ code, documents }) => ({
      code,
      documents,
      mapped: settings.nominalCodes.byCode[code] ?? null,
      proposed: mapping.nominalCodes[code]?.code ?? null,
      why: mapping.nominalCodes[code]?.reason ?? null,
    })),
    methods: used.methods.map(({ code, documents }) => ({
      code,
      documents,
      mapped: settings.bankAccounts.byMethod[code] ?? settings.bankAccounts.default,
      proposed: mapping.methods[code]?.bookId ?? null,
      why: mapping.methods[code]?.reason ?? null,
    })),
    defaultNominalCode: mapping.nominalDefault.code,
    startFrom: settings.startFrom ?? start?.day ?? null,
    startFromWhy: start?.why ?? null,
    settings: filled,
  }
}

type Meanings = Record<string, Pick<TaxMapping, 'treatment' | 'rates'> & { bookTaxCode: string | null }>

function meaningsOf(imported: unknown): Meanings {
  const parsed = z.object({ taxCodes: importMapping.shape.taxCodes }).safeParse(imported)
  const entries = Object.entries(parsed.data?.taxCodes ?? {})
  return Object.fromEntries(
    entries.map(([code, { treatment, rate }]) => [code, { treatment, rates: [{ percent: rate }], bookTaxCode: null }]),
  )
}

/** The rate in force last; a code without a meaning has none. */
const percentOf = (meaning: Meanings[string] | undefined): string => meaning?.rates.at(-1)?.percent ?? '0'

function fill(settings: Settings, known: Meanings, used: UsedCodes, mapping: MappingProposal, start: StartProposal | undefined): Settings {
  const taxCodes = used.taxCodes.flatMap(({ code }) => {
    const meaning = known[code]
    return meaning ? [[code, { ...meaning, bookTaxCode: meaning.bookTaxCode ?? mapping.taxCodes[code]?.bookTaxCode ?? null }] as const] : []
  })
  const nominals = Object.entries(mapping.nominalCodes).flatMap(([code, { code: to }]) => (to === null ? [] : [[code, to] as const]))
  const methods = Object.entries(mapping.methods).flatMap(([method, { bookId }]) => (bookId === null ? [] : [[method, bookId] as const]))
  return {
    ...settings,
    // What is locked could not be entered anyhow; leaving out what could be is a person's choice, and not made by accepting a mapping.
    startFrom: settings.startFrom ?? (start?.from === 'lockDate' ? start.day : null),
    taxCodes: { ...settings.taxCodes, ...Object.fromEntries(taxCodes) },
    nominalCodes: {
      default: settings.nominalCodes.default ?? mapping.nominalDefault.code,
      byCode: { ...Object.fromEntries(nominals), ...settings.nominalCodes.byCode },
    },
    bankAccounts: { ...settings.bankAccounts, byMethod: { ...Object.fromEntries(methods), ...settings.bankAccounts.byMethod } },
  }
}
