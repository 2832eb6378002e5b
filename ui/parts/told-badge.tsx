import { Badge } from '@mantine/core'
import type { Told } from '../words/outcome-words.ts'

/** A state as a dot and words: the words alone say it, the colour helps to find it. */
export function ToldBadge({ told }: { told: Told }) {
  return (
    <Badge
      color={told.color}
      style={{ height: 'auto', paddingBlock: 2, flexShrink: 0, maxWidth: '100%' }}
      radius="sm"
      styles={{ label: { whiteSpace: 'normal', textAlign: 'left' } }}
    >
      {told.words}
    </Badge>
  )
}
