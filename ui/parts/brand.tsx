import { Group, Text } from '@mantine/core'

/** The name of the product with its mark: a stub and the slip torn from it. */
export function Brand() {
  return (
    <Group gap={8} wrap="nowrap">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path fill="var(--mantine-color-ink-9)" d="M3 4h6v16H3z" />
        <path fill="var(--mantine-color-ink-5)" d="M12 4h9v16h-9z" />
        <path stroke="#fff" strokeWidth="1.4" strokeLinecap="round" d="M14.5 9h4M14.5 12h4M14.5 15h2.5" />
      </svg>
      <Text fw={700} fz="lg" span>
        Counterfoil
      </Text>
    </Group>
  )
}
