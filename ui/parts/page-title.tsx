import { Group, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

/** The heading of a page, a sentence on what it is for, and what can be pressed at its end. */
export function PageTitle({ title, about, children }: { title: string; about?: ReactNode; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Counterfoil`
  }, [title])
  return (
    <Group justify="space-between" align="flex-end" mb="lg">
      <div>
        <Title order={1}>{title}</Title>
        {about && (
          <Text c="dimmed" mt={4} maw={720}>
            {about}
          </Text>
        )}
      </div>
      {children && <Group>{children}</Group>}
    </Group>
  )
}
