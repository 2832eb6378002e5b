import { Box, Text } from '@mantine/core'
import type { Session } from '../../api/contract.ts'

/** Says on every page which accounting packages are pretend ones: nothing sent to them reaches real books. */
export function SandboxBanner({ session }: { session: Session }) {
  const pretend = session.providers.filter(({ sandbox }) => sandbox)
  if (pretend.length === 0) return null
  const names = pretend.map(({ label }) => label).join(', ')
  return (
    <Box component="aside" aria-label="Sandbox" bg="#fff3d1" c="#4d3800" px="md" py={6} style={{ borderBottom: '1px solid #e8cf8a' }}>
      <Text size="sm" ta="center">
        <strong>Sandbox.</strong> {names} is a pretend one here: nothing reaches real books.
      </Text>
    </Box>
  )
}
