import { providerContract } from '../contract.ts'
import { xeroHarness } from './sandbox-books.ts'

providerContract('Xero', xeroHarness)
