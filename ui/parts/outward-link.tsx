import { Anchor, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'

/** A link out of these pages: to the record in the job software, in the books, or in the Temporal UI. Only web addresses become links. */
export function OutwardLink({ url, children }: { url: string | null; children: ReactNode }) {
  if (!url || !/^https?:\/\//i.test(url)) return null
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" size="sm">
      {children}
      <VisuallyHidden> (opens in a new tab)</VisuallyHidden>
      <span aria-hidden="true"> ↗</span>
    </Anchor>
  )
}
