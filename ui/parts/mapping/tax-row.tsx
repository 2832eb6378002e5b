import { Button, Group, NativeSelect, Stack, Table, Text, TextInput } from '@mantine/core'
import type { SettingsProposal } from '../../../api/contract.ts'
import { countWords } from '../../words/amounts.ts'
import { useHere } from '../company-context.ts'
import { CodeSelect } from './code-select.tsx'
import { type MappingParts, type Settings, taxOptions } from './mapping-parts.ts'

type Meaning = Settings['taxCodes'][string]

const treatmentWords = {
  standard: 'Standard rate',
  reduced: 'Reduced rate',
  zero: 'Zero rate',
  exempt: 'Exempt',
  outsideScope: 'Outside the scope',
  reverseCharge: 'Reverse charge',
  export: 'Export',
} as const satisfies Record<Meaning['treatment'], string>
const treatments = Object.entries(treatmentWords).map(([value, label]) => ({ value, label }))

interface Parts extends MappingParts {
  code: string
  used: SettingsProposal['taxCodes'][number] | undefined
}

/** One tax code of the job software. Until someone says what it means there is nothing to map. */
export function TaxRow({ code, used, draft, onChange, codes }: Parts) {
  const meaning = draft.taxCodes[code]
  const set = (to: Meaning) => onChange({ ...draft, taxCodes: { ...draft.taxCodes, [code]: to } })
  const begin = (treatment: string) => {
    const known = treatments.find(({ value }) => value === treatment)
    // The list of choices is made from the keys of the table.
    if (known)
      set({
        rates: [{ percent: used?.percent ?? '' }],
        bookTaxCode: used?.proposed ?? null,
        ...meaning,
        treatment: known.value as Meaning['treatment'],
      })
  }
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <Text fw={600}>{code}</Text>
        <Text size="xs" c="dimmed">
          {used ? `${countWords(used.documents)} documents` : 'not in use'}
        </Text>
      </Table.Td>
      <Table.Td miw={190}>
        <NativeSelect
          aria-label={`Meaning of ${code}`}
          data={meaning ? treatments : [{ value: '', label: 'Say what it means' }, ...treatments]}
          value={meaning?.treatment ?? ''}
          onChange={(event) => begin(event.currentTarget.value)}
        />
      </Table.Td>
      <Table.Td>{meaning && <Rates code={code} meaning={meaning} onChange={set} />}</Table.Td>
      <Table.Td miw={240}>
        {meaning && (
          <>
            <CodeSelect
              label={`Tax code for ${code}`}
              hidden
              options={taxOptions(codes, meaning.bookTaxCode)}
              value={meaning.bookTaxCode}
              onChange={(to) => set({ ...meaning, bookTaxCode: to })}
            />
            <Comment code={meaning.bookTaxCode} meaning={meaning} used={used} codes={codes} />
          </>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

/** Most codes have one rate; one that has changed has several, each from its day. */
function Rates({ code, meaning, onChange }: { code: string; meaning: Meaning; onChange: (meaning: Meaning) => void }) {
  const { rates } = meaning
  const set = (index: number, change: Partial<Meaning['rates'][number]>) =>
    onChange({ ...meaning, rates: rates.map((rate, at) => (at === index ? { ...rate, ...change } : rate)) })
  return (
    <Stack gap={6}>
      {rates.map((rate, index) => (
        <Group key={index} gap={6} wrap="nowrap">
          <TextInput
            aria-label={`Rate of ${code} in percent`}
            w={84}
            rightSection="%"
            inputMode="decimal"
            value={rate.percent}
            onChange={(event) => set(index, { percent: event.currentTarget.value.trim() })}
          />
          {index > 0 && (
            <TextInput
              type="date"
              aria-label={`From which day, rate ${index + 1} of ${code}`}
              w={150}
              value={rate.from ?? ''}
              onChange={(event) => set(index, { from: event.currentTarget.value })}
            />
          )}
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        onClick={() => onChange({ ...meaning, rates: [...rates, { percent: '', from: '' }] })}
        aria-label={`${code} has another rate from a day`}
      >
        Another rate from a day
      </Button>
    </Stack>
  )
}

/** Why it was proposed, and where the rate in the books is another one. */
function Comment({
  code,
  meaning,
  used,
  codes,
}: {
  code: string | null
  meaning: Meaning
  used: Parts['used']
  codes: MappingParts['codes']
}) {
  const { provider } = useHere()
  const theirs = codes.taxCodes.find(({ bookId }) => bookId === code)
  const ours = meaning.rates.at(-1)?.percent ?? ''
  const chargesNothing = meaning.treatment === 'reverseCharge'
  if (theirs && !chargesNothing && !sameRate(theirs.percent, ours))
    return (
      <Text size="xs" c="var(--mantine-color-error)" mt={4}>
        {provider} has {theirs.percent}%, yours is {ours || 'not given'}%.
      </Text>
    )
  if (!used?.why || code === null || code !== used.proposed) return null
  return (
    <Text size="xs" c="dimmed" mt={4}>
      Proposed: {used.why}
    </Text>
  )
}

/** `20`, `20.0` and `20.00` are one rate. */
const sameRate = (a: string, b: string): boolean => plainRate(a) === plainRate(b)
const plainRate = (rate: string): string => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate)
