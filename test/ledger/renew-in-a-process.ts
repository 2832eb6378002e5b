import { openLedger } from '../../ledger/database.ts'
import { withFreshToken } from '../../ledger/fresh-token.ts'
import { openVault } from '../../ledger/vault.ts'

/* One of two processes that want the same token at the same time; says what it got and whether it was the one that renewed. */

const [databaseUrl = '', secretKey = '', companyId = '', tokenSetId = '', number = ''] = process.argv.slice(2)
const ledger = openLedger(databaseUrl)
let renewed = false
const given = await withFreshToken(ledger, openVault(secretKey), { companyId, tokenSetId }, async (tokens) => {
  renewed = true
  await new Promise((resolve) => setTimeout(resolve, 1500))
  return { ...tokens, accessToken: `by-${number}`, refreshToken: 'next', expiresAt: new Date(Date.now() + 1_800_000).toISOString() }
})
process.send?.({ given, renewed })
await ledger.close()
process.disconnect?.()
