import { ActivityFailure, ApplicationFailure, continueAsNew, defineSignal, setCurrentDetails, setHandler } from '@temporalio/workflow'
import type { Stage } from '../domain/entities.ts'
import { stagesOf } from '../domain/rules/next-stage.ts'
import { STOP_SIGNAL, type SyncRunInput } from './contract.ts'
import { ledger } from './proxies.ts'
import type { Run, StageEnd } from './run.ts'
import { showStatus } from './run-attributes.ts'
import { closeStage } from './stages/close.ts'
import { codesStage } from './stages/codes.ts'
import { confirmStage } from './stages/confirm.ts'
import { matchStage } from './stages/match.ts'
import { mirrorStage } from './stages/mirror.ts'
import { openStage } from './stages/open.ts'
import { planStage } from './stages/plan.ts'
import { pushStage } from './stages/push.ts'

export const stopSignal = defineSignal(STOP_SIGNAL)

const stageFunctions = {
  open: openStage,
  codes: codesStage,
  mirror: mirrorStage,
  match: matchStage,
  plan: planStage,
  push: pushStage,
  confirm: confirmStage,
  close: closeStage,
} as const satisfies Record<Stage, (run: Run) => Promise<StageEnd>>

/** One Save & Sync: fetch codes, refresh the mirror, match customers, plan, push, confirm, close. A preview stops after the plan. */
export async function syncRun(input: SyncRunInput): Promise<void> {
  let stopped = false
  setHandler(stopSignal, () => {
    stopped = true
  })
  const shown = { stage: '', line: '' }
  const show = (line: string) => {
    shown.line = line
    setCurrentDetails(`**${shown.stage}** ${line}`)
  }
  const run: Run = { input, stopAsked: () => stopped, show }

  showStatus('Running')
  try {
    for (const stage of stagesOf(input)) {
      shown.stage = stage
      show('…')
      const end = await stageFunctions[stage](run)
      if (end.next === 'end') break
      if (end.next === 'continueAsNew') await continueAsNew<typeof syncRun>({ ...input, resumeAtStep: end.resumeAtStep })
    }
  } catch (failure) {
    if (!(failure instanceof ActivityFailure)) throw failure
    await fail(input, shown.stage, failure)
  }
}

/** Writes down what stopped the run; what it did not reach stays due. */
async function fail(input: SyncRunInput, stage: string, failure: ActivityFailure): Promise<void> {
  const cause = failure.cause instanceof ApplicationFailure ? failure.cause : undefined
  const code = cause?.type ?? 'INTERNAL'
  await ledger.ledgerFailRun({ companyId: input.companyId, syncRunId: input.syncRunId, code })
  showStatus('Failed')
  setCurrentDetails(`**${stage}** failed: ${code}`)
}
