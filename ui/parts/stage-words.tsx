import type { SyncRun } from '../../api/contract.ts'
import { stageWords } from '../words/status-words.ts'

/** What a run is doing now. */
export function StageWords({ stage, provider }: { stage: NonNullable<SyncRun['stage']>; provider: string }) {
  return <>{stageWords[stage].replace('{provider}', provider)}</>
}
