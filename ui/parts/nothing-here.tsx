import { Paper, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** An empty list says what its emptiness means. */
export function NothingHere({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Paper p="xl" ta="center">
      <Text fw={600}>{title}</Text>
      {children && (
        <Text c="dimmed" size="sm" mt={4}>
          {children}
        </Text>
      )}
    </Paper>
  )
}
