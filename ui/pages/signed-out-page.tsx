import { Center, Paper, Stack, Text, Title } from '@mantine/core'
import { Brand } from '../parts/brand.tsx'

/** Nobody is signed in: people come in by a one-time link. */
export function SignedOutPage() {
  return (
    <Center mih="80vh" p="md" component="main">
      <Paper maw={460} p="xl">
        <Stack>
          <Brand />
          <Title order={1}>You are signed out</Title>
          <Text>
            You come in by a one-time link: open Accounts Integration in your job-management software, or use the sign-in address that was
            printed when this installation started.
          </Text>
          <Text c="dimmed" size="sm">
            Runs that were started go on by themselves. Nothing is lost by signing out.
          </Text>
        </Stack>
      </Paper>
    </Center>
  )
}
