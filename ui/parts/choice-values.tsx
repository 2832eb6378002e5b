import { Button, Group, Paper, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { BookCustomer, Codes, Page, ProblemRecord } from '../../api/contract.ts'
import { withQuery } from '../api-client.ts'
import { useRead } from '../reading/use-read.ts'
import { useHere } from './company-context.ts'

interface Parts {
  choice: ProblemRecord['choices'][number]
  problem: ProblemRecord
  onSend: (values: Record<string, string>) => void
  onCancel: () => void
}

/** Asks for what a choice needs to know: which record in the books, which code. */
export function ChoiceValues({ choice, problem, onSend, onCancel }: Parts) {
  const needs = choice.needs ?? []
  const [values, setValues] = useState<Record<string, string>>(problem.bookId ? { bookId: problem.bookId } : {})
  const complete = needs.every((name) => values[name])
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSend(Object.fromEntries(needs.map((name) => [name, values[name] ?? ''])))
  }
  return (
    <Paper p="sm" component="form" onSubmit={send}>
      <Stack gap="sm">
        {needs.map((name) => (
          <Need
            key={name}
            name={name}
            problem={problem}
            value={values[name] ?? ''}
            onChange={(value) => setValues({ ...values, [name]: value })}
          />
        ))}
        <Group>
          <Button type="submit" size="compact-sm" disabled={!complete}>
            {choice.label}
          </Button>
          <Button variant="subtle" size="compact-sm" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}

interface NeedParts {
  name: string
  problem: ProblemRecord
  value: string
  onChange: (value: string) => void
}

function Need({ name, problem, value, onChange }: NeedParts) {
  switch (name) {
    case 'nominalCode':
    case 'bookTaxCode':
      return <CodeNeed name={name} value={value} onChange={onChange} />
    case 'bookId':
      return problem.kind === 'customer' ? (
        <ContactNeed value={value} onChange={onChange} />
      ) : (
        <TextNeed label="Id of the record in the books" value={value} onChange={onChange} />
      )
    default:
      return <TextNeed label={name} value={value} onChange={onChange} />
  }
}

function TextNeed({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return <TextInput label={label} size="xs" required value={value} onChange={(event) => onChange(event.currentTarget.value)} />
}

function CodeNeed({ name, value, onChange }: { name: 'nominalCode' | 'bookTaxCode'; value: string; onChange: (value: string) => void }) {
  const { connectionPath } = useHere()
  const codes = useRead<Codes>(`${connectionPath}/codes`)
  const nominal = codes.data?.nominalCodes.map(({ code, name: words }) => ({ value: code, label: `${code} ${words}` })) ?? []
  const tax = codes.data?.taxCodes.map(({ bookId, name: words }) => ({ value: bookId, label: words })) ?? []
  const [label, data] = name === 'nominalCode' ? ['Nominal code', nominal] : ['Tax code', tax]
  return (
    <Select label={label} size="xs" searchable required data={data} value={value || null} onChange={(chosen) => onChange(chosen ?? '')} />
  )
}

function ContactNeed({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { connectionPath, provider } = useHere()
  const [query, setQuery] = useState('')
  const found = useRead<Page<BookCustomer>>(withQuery(`${connectionPath}/book-customers`, { query: query || undefined, limit: 20 }))
  const data = found.data?.items.map(({ bookId, name }) => ({ value: bookId, label: name })) ?? []
  return (
    <Select
      label={`Contact in ${provider}`}
      size="xs"
      searchable
      required
      data={distinct(data)}
      value={value || null}
      onChange={(chosen) => onChange(chosen ?? '')}
      onSearchChange={setQuery}
      filter={({ options }) => options}
      nothingFoundMessage="No contact of this name"
    />
  )
}

const distinct = (data: { value: string; label: string }[]) => [...new Map(data.map((one) => [one.value, one])).values()]
