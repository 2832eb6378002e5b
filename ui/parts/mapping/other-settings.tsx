import { Button, Checkbox, Group, NumberInput, Paper, Radio, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { dayWords } from '../../words/moments.ts'
import { useHere } from '../company-context.ts'
import { CodeSelect } from './code-select.tsx'
import { accountOptions, anyNominalOptions, type MappingParts, nominalOptions, type Settings, taxOptions } from './mapping-parts.ts'
import { plainChoices } from './plain-choices.ts'

/** From when on, how documents are sent, and what is done with differences. */
export function OtherSettings(parts: MappingParts) {
  const { draft, onChange } = parts
  const set = (change: Partial<Settings>) => onChange({ ...draft, ...change })
  return (
    <Paper>
      <Title order={2} mb="md">
        How things are sent
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" verticalSpacing="xl">
        <StartFrom {...parts} />
        <NightlyHour {...parts} />
        {plainChoices.map((choice) => (
          <Radio.Group
            key={choice.name}
            label={choice.label}
            value={draft[choice.name]}
            onChange={(value) => onChange(choice.set(draft, value))}
          >
            <Stack gap={6} mt={6}>
              {Object.entries(choice.options).map(([value, words]) => (
                <Radio key={value} value={value} label={words} />
              ))}
            </Stack>
          </Radio.Group>
        ))}
        <Rounding {...parts} />
        <Numbers {...parts} />
        <WriteOff {...parts} />
        <Cis {...parts} />
        <Checkbox
          label="Put a short mark at the end of a payment’s reference"
          description="By it a payment is found again for certain after a lost connection."
          checked={draft.referenceTokens}
          onChange={(event) => set({ referenceTokens: event.currentTarget.checked })}
        />
      </SimpleGrid>
    </Paper>
  )
}

function StartFrom({ draft, onChange, proposal }: MappingParts) {
  const { startFrom: day, startFromWhy: why } = proposal
  const offered = day !== null && why !== null && draft.startFrom !== day
  return (
    <Stack gap={6}>
      <TextInput
        type="date"
        label="Start from"
        description="Documents dated before this day are linked if they are found, and never created."
        value={draft.startFrom ?? ''}
        onChange={(event) => onChange({ ...draft, startFrom: event.currentTarget.value || null })}
      />
      {offered && (
        <>
          <Text size="sm">
            Proposed: {dayWords(day)}. {why}
          </Text>
          <Group>
            <Button variant="default" size="compact-sm" onClick={() => onChange({ ...draft, startFrom: day })}>
              Start from {dayWords(day)}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}

function NightlyHour({ draft, onChange }: MappingParts) {
  const { company, provider } = useHere()
  const on = draft.reconcileHour !== null
  return (
    <Stack gap={6}>
      <Checkbox
        label={`Compare with ${provider} every night`}
        checked={on}
        onChange={(event) => onChange({ ...draft, reconcileHour: event.currentTarget.checked ? 3 : null })}
      />
      {on && (
        <NumberInput
          label={`At the hour (${company.timeZone})`}
          min={0}
          max={23}
          w={200}
          value={draft.reconcileHour ?? 3}
          onChange={(hour) => typeof hour === 'number' && onChange({ ...draft, reconcileHour: hour })}
        />
      )}
    </Stack>
  )
}

function Rounding({ draft, onChange, codes }: MappingParts) {
  const { rounding } = draft
  const begin = (mode: string) =>
    onChange({ ...draft, rounding: mode === 'line' ? { mode, nominalCode: '', bookTaxCode: '' } : { mode: 'problem' } })
  return (
    <Radio.Group label="When totals differ by a rounding penny" value={rounding.mode} onChange={begin}>
      <Stack gap={6} mt={6}>
        <Radio value="problem" label="Stop and tell me" />
        <Radio value="line" label="Add a marked line without VAT" />
        {rounding.mode === 'line' && (
          <>
            <CodeSelect
              label="Nominal code for rounding"
              options={nominalOptions(codes, rounding.nominalCode)}
              value={rounding.nominalCode || null}
              onChange={(to) => onChange({ ...draft, rounding: { ...rounding, nominalCode: to ?? '' } })}
            />
            <CodeSelect
              label="Tax code without VAT"
              options={taxOptions(codes, rounding.bookTaxCode)}
              value={rounding.bookTaxCode || null}
              onChange={(to) => onChange({ ...draft, rounding: { ...rounding, bookTaxCode: to ?? '' } })}
            />
          </>
        )}
      </Stack>
    </Radio.Group>
  )
}

function Numbers({ draft, onChange }: MappingParts) {
  const { provider } = useHere()
  const { numbers } = draft
  const begin = (mode: string) =>
    onChange({ ...draft, numbers: mode === 'stripPrefix' ? { mode, prefix: '' } : { mode: mode === 'provider' ? 'provider' : 'send' } })
  return (
    <Radio.Group label="Invoice numbers" value={numbers.mode} onChange={begin}>
      <Stack gap={6} mt={6}>
        <Radio value="send" label="Send ours as they are" />
        <Radio value="stripPrefix" label="Send ours without a prefix" />
        {numbers.mode === 'stripPrefix' && (
          <TextInput
            label="Prefix to leave out"
            w={200}
            value={numbers.prefix}
            onChange={(event) => onChange({ ...draft, numbers: { ...numbers, prefix: event.currentTarget.value } })}
          />
        )}
        <Radio value="provider" label={`${provider} gives the number`} />
      </Stack>
    </Radio.Group>
  )
}

/** A penny short stays a penny open, unless the office says up to how much is written off, and where to. */
function WriteOff({ draft, onChange, codes }: MappingParts) {
  const { provider } = useHere()
  const { writeOff } = draft
  return (
    <Stack gap={6}>
      <Checkbox
        label="Write off small rests of paid invoices"
        description={`A credit note in ${provider} for exactly the rest, without VAT. Otherwise a penny short stays a penny open.`}
        checked={writeOff !== null}
        onChange={(event) => onChange({ ...draft, writeOff: event.currentTarget.checked ? { limit: 1, nominalCode: '' } : null })}
      />
      {writeOff !== null && (
        <>
          <NumberInput
            label="Up to (pence, or cents)"
            min={1}
            max={100}
            w={200}
            value={writeOff.limit}
            onChange={(limit) => typeof limit === 'number' && onChange({ ...draft, writeOff: { ...writeOff, limit } })}
          />
          <CodeSelect
            label="Nominal code for what is written off"
            options={anyNominalOptions(codes, writeOff.nominalCode)}
            value={writeOff.nominalCode || null}
            onChange={(to) => onChange({ ...draft, writeOff: { ...writeOff, nominalCode: to ?? '' } })}
          />
        </>
      )}
    </Stack>
  )
}

function Cis({ draft, onChange, codes }: MappingParts) {
  const { cisSuffered } = draft
  return (
    <Radio.Group
      label="CIS deducted by your customers"
      value={cisSuffered.mode}
      onChange={(mode) => onChange({ ...draft, cisSuffered: mode === 'payment' ? { mode, bankAccount: '' } : { mode: 'off' } })}
    >
      <Stack gap={6} mt={6}>
        <Radio value="off" label="Not handled; the tie-out names the sum" />
        <Radio value="payment" label="A payment to an account for CIS suffered" />
        {cisSuffered.mode === 'payment' && (
          <CodeSelect
            label="Account for CIS suffered"
            options={accountOptions(codes, cisSuffered.bankAccount)}
            value={cisSuffered.bankAccount || null}
            onChange={(to) => onChange({ ...draft, cisSuffered: { ...cisSuffered, bankAccount: to ?? '' } })}
          />
        )}
        <Text size="xs" c="dimmed">
          CIS that you deduct from your own subcontractors is not part of this.
        </Text>
      </Stack>
    </Radio.Group>
  )
}
