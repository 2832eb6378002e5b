import { Alert, List, Text } from '@mantine/core'
import { ApiProblem } from '../api-client.ts'

/** Why something did not work, in the words of the problem details: what happened, why, what to do, field by field. */
export function FailureAlert({ failure }: { failure: Error }) {
  if (!(failure instanceof ApiProblem)) {
    return (
      <Alert color="red" title="This page has a fault" role="alert">
        <Text size="sm">Reload it; if it happens again, tell support what you were doing. ({failure.message})</Text>
      </Alert>
    )
  }
  const { title, detail, whatToDo, errors } = failure.details
  return (
    <Alert color="red" title={title} role="alert">
      {detail && <Text size="sm">{detail}</Text>}
      {errors && (
        <List size="sm" my="xs">
          {errors.map(({ pointer, message }) => (
            <List.Item key={pointer + message}>
              {fieldName(pointer)}: {message}
            </List.Item>
          ))}
        </List>
      )}
      {whatToDo && (
        <Text size="sm" fw={600}>
          {whatToDo}
        </Text>
      )}
    </Alert>
  )
}

/** `/taxCodes/T1/rates/0/percent` as `taxCodes › T1 › rates › 1 › percent`: a person counts from one. */
const fieldName = (pointer: string): string =>
  pointer
    .split('/')
    .filter(Boolean)
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part.replaceAll('~1', '/').replaceAll('~0', '~')))
    .join(' › ')
