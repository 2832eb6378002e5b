import { useMutation } from '@tanstack/react-query'
import { call, type Method, type Sending } from '../api-client.ts'
import { readAgain } from './query-client.ts'

export interface Asked extends Omit<Sending, 'signal'> {
  method: Exclude<Method, 'GET'>
  path: string
}

/** Something a person asks for. What was read from below `changes` is read again, also after a failure: then nobody knows what holds. */
export function useAction<Answer>(changes: readonly string[], onDone?: (answer: Answer) => void) {
  return useMutation({
    mutationFn: ({ method, path, ...sending }: Asked) => call<Answer>(method, path, sending),
    onSuccess: (answer) => onDone?.(answer),
    onSettled: () => readAgain(...changes),
  })
}
