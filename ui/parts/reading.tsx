import { Skeleton, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { FailureAlert } from './failure-alert.tsx'

interface Read<T> {
  data: T | undefined
  error: Error | null
}

/** Shows what was read; grey bars until it is there; and says so when it could not be read again and is therefore old. */
export function Reading<T>({ read, children }: { read: Read<T>; children: (data: T) => ReactNode }) {
  return (
    <>
      {read.error && <FailureAlert failure={read.error} />}
      {read.data !== undefined && children(read.data)}
      {read.data === undefined && !read.error && <Bars />}
    </>
  )
}

function Bars() {
  return (
    <Stack gap="sm" aria-busy="true" aria-label="Loading">
      <Skeleton h={20} w="60%" />
      <Skeleton h={20} />
      <Skeleton h={20} w="80%" />
    </Stack>
  )
}
