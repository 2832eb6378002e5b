import { Alert, Button, Group, List, Text } from '@mantine/core'
import type { SettingsProposal } from '../../../api/contract.ts'
import type { Settings } from './mapping-parts.ts'

/** Offers the first proposal, made from names and rates, while it would fill something that is open in the form. */
export function ProposalNotice({ draft, proposal, onAccept }: { draft: Settings; proposal: SettingsProposal; onAccept: () => void }) {
  const offers = offersOf(draft, proposal)
  if (offers.length === 0) return null
  return (
    <Alert color="ink" variant="light" title="A first proposal, from names and rates">
      <Text size="sm">It fills what is open and leaves what you have chosen. Look it over, then save.</Text>
      <List size="sm" my="xs">
        {offers.map((offer) => (
          <List.Item key={offer}>{offer}</List.Item>
        ))}
      </List>
      <Group>
        <Button onClick={onAccept}>Fill in the proposal</Button>
      </Group>
    </Alert>
  )
}

function offersOf({ taxCodes, nominalCodes, bankAccounts }: Settings, { settings }: SettingsProposal): string[] {
  const taxes = Object.entries(settings.taxCodes).filter(
    ([code, to]) => to.bookTaxCode !== null && (taxCodes[code]?.bookTaxCode ?? null) === null,
  )
  const nominals = Object.keys(settings.nominalCodes.byCode).filter((code) => nominalCodes.byCode[code] === undefined)
  const methods = Object.keys(settings.bankAccounts.byMethod).filter((method) => bankAccounts.byMethod[method] === undefined)
  return [
    ...(taxes.length > 0 ? [`Tax codes: ${taxes.map(([code]) => code).join(', ')}`] : []),
    ...(nominalCodes.default === null && settings.nominalCodes.default !== null
      ? [`Nominal code for sales: ${settings.nominalCodes.default}`]
      : []),
    ...(nominals.length > 0 ? [`Nominal codes: ${nominals.join(', ')}`] : []),
    ...(methods.length > 0 ? [`Accounts for payments by: ${methods.join(', ')}`] : []),
  ]
}
