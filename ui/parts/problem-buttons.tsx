import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Fixed, ProblemRecord } from '../../api/contract.ts'
import { useAction } from '../reading/use-action.ts'
import { ChoiceValues } from './choice-values.tsx'
import { useHere } from './company-context.ts'
import { FailureAlert } from './failure-alert.tsx'

type Choice = ProblemRecord['choices'][number]

/** What a person can press on an open problem; `compact`: retry and dismiss, for a row of a list. */
export function ProblemButtons({ problem, compact = false }: { problem: ProblemRecord; compact?: boolean }) {
  const { connectionPath } = useHere()
  const [asking, setAsking] = useState<Choice>()
  const act = useAction<Fixed>([connectionPath], () => setAsking(undefined))
  const path = `${connectionPath}/problems/${problem.problemId}`
  const press = (choice: Choice, values?: Record<string, string>) => {
    if (choice.choice === 'retry' || choice.choice === 'dismiss') act.mutate({ method: 'POST', path: `${path}/${choice.choice}` })
    else if (choice.needs && choice.needs.length > 0 && !values) setAsking(choice)
    else act.mutate({ method: 'POST', path: `${path}/fix`, body: { choice: choice.choice, ...(values ? { values } : {}) } })
  }
  const shown = compact ? problem.choices.filter(({ choice }) => choice === 'retry' || choice === 'dismiss') : problem.choices
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {shown.map((choice) => (
          <Button
            key={choice.choice}
            size="compact-sm"
            variant={choice.choice === 'dismiss' || choice.choice === 'later' ? 'subtle' : 'default'}
            loading={act.isPending && pressed(act.variables?.path, act.variables?.body) === choice.choice}
            disabled={act.isPending}
            onClick={() => press(choice)}
          >
            {choice.label}
          </Button>
        ))}
      </Group>
      {asking && (
        <ChoiceValues choice={asking} problem={problem} onSend={(values) => press(asking, values)} onCancel={() => setAsking(undefined)} />
      )}
      {act.error && <FailureAlert failure={act.error} />}
      {act.isSuccess && (
        <Text size="sm" role="status">
          {answerWords(act.data)}
        </Text>
      )}
    </Stack>
  )
}

/** Which button an action on its way came from. */
function pressed(path: string | undefined, body: unknown): string | undefined {
  if (typeof body === 'object' && body !== null && 'choice' in body && typeof body.choice === 'string') return body.choice
  return path?.split('/').at(-1)
}

function answerWords({ state, syncRunId }: Fixed): string {
  if (syncRunId) return 'Asked for: it is looked at again now.'
  return state === 'dismissed' ? 'Dismissed: not told again until the document changes.' : 'Noted.'
}
