import { Select } from '@mantine/core'
import type { Option } from './mapping-parts.ts'

interface Parts {
  label: string
  hidden?: boolean
  description?: string | undefined
  options: Option[]
  value: string | null
  onChange: (value: string | null) => void
  placeholder?: string
  w?: number | string
}

/** Chooses one of the codes of the books; what is chosen and unknown to the books is said, not hidden. */
export function CodeSelect({
  label,
  hidden = false,
  description,
  options,
  value,
  onChange,
  placeholder = 'Not chosen',
  w = '100%',
}: Parts) {
  const missing = value !== null && !options.some((option) => option.value === value)
  const data = missing ? [...options, { value, label: `${value} · not in the books` }] : options
  return (
    <Select
      {...(hidden ? { 'aria-label': label } : { label })}
      description={description}
      data={data}
      value={value}
      onChange={onChange}
      placeholder={placeholder}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label}` }}
      nothingFoundMessage="None of this name"
      w={w}
      error={missing ? 'This is no longer in the books.' : undefined}
    />
  )
}
