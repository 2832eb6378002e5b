import { keepPreviousData, type UseQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Page } from '../../api/contract.ts'
import { call, withQuery } from '../api-client.ts'

/** One thing read from a path of the API; again every so many seconds if asked, or as what was read decides. */
export function useRead<T>(path: string | undefined, every?: number | ((read: T | undefined) => number | undefined)): UseQueryResult<T> {
  return useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => call<T>('GET', path ?? '', { signal }),
    enabled: path !== undefined,
    refetchInterval: ({ state }) => {
      const seconds = typeof every === 'function' ? every(state.data) : every
      return seconds === undefined ? false : seconds * 1_000
    },
  })
}

/** A list, page after page as a person asks for more. */
export function usePages<T>(path: string, query: Record<string, string | undefined> = {}) {
  const reading = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) => call<Page<T>>('GET', withQuery(path, { ...query, cursor: pageParam }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  return { ...reading, items: reading.data?.pages.flatMap((page) => page.items) }
}
