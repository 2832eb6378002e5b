import { setCurrentDetails } from '@temporalio/workflow'
import { ledger, provider } from './proxies.ts'

/** Every five minutes: requests nobody picked up, ages past the limits of law 10, schedules that did not run, tokens about to end, deliveries left over. */
export async function watch(): Promise<void> {
  const found = await ledger.ledgerWatch({})
  for (const mailbox of found.mailboxes) await ledger.temporalRingMailbox(mailbox)
  for (const tokenSet of found.idleTokens) await provider(tokenSet.provider).providerKeepTokenAlive(tokenSet)
  for (const companyId of found.companiesWithDeliveries) await ledger.temporalStartDeliveries({ companyId })
  setCurrentDetails(
    `${found.mailboxes.length} mailbox(es) rung, ${found.aged} document(s) past their age, ${found.idleTokens.length} token(s) kept alive`,
  )
}
