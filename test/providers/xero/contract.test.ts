import { providerContract } from '../contract.ts'
import { contraryXeroHarness, xeroHarness } from './sandbox-books.ts'

providerContract('Xero', xeroHarness)
// What Xero's documentation leaves open must not matter: the sandbox answers each such question the other way.
providerContract('Xero, contrary in every open question,', contraryXeroHarness)
