import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import { PageTitle } from '../parts/page-title.tsx'

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <>
      <PageTitle title="There is no such page" />
      <Text>
        The address may be old, or for somebody else’s company.{' '}
        <Anchor component={Link} href="~/">
          Back to the start
        </Anchor>
      </Text>
    </>
  )
}
