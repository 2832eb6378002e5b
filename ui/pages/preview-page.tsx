import { Anchor, Paper, Stack, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Preview } from '../../api/contract.ts'
import { useHere } from '../parts/company-context.ts'
import { ItemList } from '../parts/item-list.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { PreviewCounts } from '../parts/preview-counts.tsx'
import { Reading } from '../parts/reading.tsx'
import { previewPath } from '../reading/paths.ts'
import { useRead } from '../reading/use-read.ts'
import { momentWords } from '../words/moments.ts'

/** A plan that was shown and not carried out, document by document. */
export function PreviewPage({ previewId }: { previewId: string }) {
  const { connectionPath, company } = useHere()
  const path = previewPath(connectionPath, previewId)
  const preview = useRead<Preview>(path)
  return (
    <>
      <PageTitle title="What would be sent" about="Nothing on this page has been sent.">
        <Anchor component={Link} href="/" size="sm">
          Back to Accounts Integration
        </Anchor>
      </PageTitle>
      <Reading read={preview}>
        {(read) => (
          <Paper>
            <Stack>
              <Text size="sm" c="dimmed">
                Counted {momentWords(read.createdAt, company.timeZone)}; can be carried out until{' '}
                {momentWords(read.expiresAt, company.timeZone)}.{' '}
                <Anchor href={`${path}/items?format=csv`} download>
                  As a file (CSV)
                </Anchor>
              </Text>
              <PreviewCounts preview={read} />
              <ItemList path={`${path}/items`} planned />
            </Stack>
          </Paper>
        )}
      </Reading>
    </>
  )
}
