import { Alert, Text } from '@mantine/core'
import type { TieOut } from '../../api/contract.ts'
import { dayWords, momentWords } from '../words/moments.ts'
import { useHere } from './company-context.ts'
import { ExplainedWords } from './explained-words.tsx'
import { readSummary } from './tie-out-summary.ts'

/** Agrees, does not agree, or could not be compared: said first and without doubt. */
export function TieOutVerdict({ sheet }: { sheet: TieOut }) {
  const { provider, company } = useHere()
  if (sheet.state === 'failed') {
    return (
      <Alert color="red" title="The comparison could not be finished">
        {sheet.problem ? <ExplainedWords explained={sheet.problem} /> : <Text size="sm">Nothing is known of what differs. Try again.</Text>}
      </Alert>
    )
  }
  const summary = readSummary(sheet.summary)
  const span = summary && `${summary.from ? `from ${dayWords(summary.from)} ` : ''}up to ${dayWords(summary.to)}`
  return (
    <Alert color={sheet.agrees ? 'teal' : 'red'} title={sheet.agrees ? `Agrees with ${provider}` : `Does not agree with ${provider}`}>
      <Text size="sm">
        {sheet.asOf && `As of ${momentWords(sheet.asOf, company.timeZone)}. `}
        {span && `Documents ${span}. `}
        {summary && (summary.unexplained === 0 ? 'Nothing is unexplained.' : `${summary.unexplained} unexplained: please tell support.`)}
      </Text>
    </Alert>
  )
}
