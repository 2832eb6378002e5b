import { Text } from '@mantine/core'
import type { SettingsReply } from '../../../api/contract.ts'
import { momentWords } from '../../words/moments.ts'
import { useHere } from '../company-context.ts'

/** Who saved the settings last. */
export function SettingsVersions({ read }: { read: SettingsReply }) {
  const { company } = useHere()
  if (!read.changedAt)
    return (
      <Text size="sm" c="dimmed">
        Never saved: these are the settings that every connection starts with.
      </Text>
    )
  return (
    <Text size="sm" c="dimmed">
      Version {read.version}, saved {momentWords(read.changedAt, company.timeZone)}. {keptWords(read.versions.length)}
    </Text>
  )
}

const keptWords = (versions: number): string => (versions === 1 ? 'It is the first.' : `All ${versions} versions are kept.`)
