import { Blockquote, Text } from '@mantine/core'
import type { Explained } from '../../api/contract.ts'

/** A code in words: what happened, what to do, and what the other side said, word for word. */
export function ExplainedWords({ explained, titled = true }: { explained: Explained; titled?: boolean }) {
  return (
    <div>
      {titled && (
        <Text size="sm" fw={600}>
          {explained.title}
        </Text>
      )}
      <Text size="sm">{explained.cause}</Text>
      <Text size="sm" mt={2}>
        <strong>What to do: </strong>
        {explained.whatToDo}
      </Text>
      {explained.detail && (
        <Blockquote mt="xs" p="xs" fz="sm" cite={undefined} color="gray">
          {explained.detail}
        </Blockquote>
      )}
    </div>
  )
}
