import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from '../api-client.ts'

const TRIES = 2

/** What was read, by the path it was read from. Refusals are not asked again; a server that cannot be reached is, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < TRIES && error instanceof ApiProblem && error.isUnreachable,
    },
  },
})

/** Has everything read from below this path read again. */
export function readAgain(...prefixes: string[]): void {
  const isBelow = (path: unknown) => typeof path === 'string' && prefixes.some((prefix) => path.startsWith(prefix))
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => isBelow(queryKey[0]) })
}
