import type { Codes, SettingsProposal, SettingsReply } from '../../../api/contract.ts'

export type Settings = SettingsReply['settings']

/** What every part of the settings form works with. */
export interface MappingParts {
  draft: Settings
  onChange: (draft: Settings) => void
  proposal: SettingsProposal
  codes: Codes
}

export interface Option {
  value: string
  label: string
}

/** Tax codes that may stand on a sales line, with their rate; one that is chosen and no longer usable stays visible as such. */
export const taxOptions = ({ taxCodes }: Codes, chosen: string | null): Option[] =>
  inOrder(
    taxCodes.flatMap(({ bookId, name, percent, active, forSales }) => {
      const usable = active && forSales
      if (!usable && bookId !== chosen) return []
      return [{ value: bookId, label: `${name} · ${percent}%${usable ? '' : ' · no longer usable'}` }]
    }),
  )

export const nominalOptions = ({ nominalCodes }: Codes, chosen: string | null): Option[] =>
  inOrder(
    nominalCodes.flatMap(({ code, name, active, forSales }) => {
      const usable = active && forSales
      if (!usable && code !== chosen) return []
      return [{ value: code, label: `${code} · ${name}${usable ? '' : ' · no longer usable'}` }]
    }),
  )

/** Every nominal code in use: what is written off is mostly a cost, which no sales line bears. */
export const anyNominalOptions = ({ nominalCodes }: Codes, chosen: string | null): Option[] =>
  inOrder(
    nominalCodes.flatMap(({ code, name, active }) => {
      if (!active && code !== chosen) return []
      return [{ value: code, label: `${code} · ${name}${active ? '' : ' · no longer usable'}` }]
    }),
  )

export const accountOptions = ({ bankAccounts }: Codes, chosen: string | null): Option[] =>
  inOrder(
    bankAccounts.flatMap(({ bookId, code, name, active, form }) => {
      if (!active && bookId !== chosen) return []
      const words = form === 'clearing' ? `${name} · clearing account` : name
      return [{ value: bookId, label: `${code ? `${code} · ` : ''}${words}${active ? '' : ' · no longer usable'}` }]
    }),
  )

/** By code where there is one, as the books list them. */
const inOrder = (options: Option[]): Option[] => options.toSorted((a, b) => a.label.localeCompare(b.label, 'en-GB', { numeric: true }))
