import type { Treatment } from '../../../domain/entities.ts'

/** A tax code of the generated host. */
export interface HostTaxCode {
  treatment: Treatment
  /** What the host calls its rate, in per cent. */
  rate: string
  /** What a customer is charged, in per cent: nothing under the reverse charge. */
  charged: number
  bookTaxCode: string
}

/** Every treatment and rate that an office in the United Kingdom has, and two codes of the host that are one in the books. */
export const hostTaxCodes = {
  S: { treatment: 'standard', rate: '20', charged: 20, bookTaxCode: 'OUTPUT2' },
  GOODS: { treatment: 'standard', rate: '20.00', charged: 20, bookTaxCode: 'OUTPUT2' },
  R: { treatment: 'reduced', rate: '5', charged: 5, bookTaxCode: 'RROUTPUT' },
  Z: { treatment: 'zero', rate: '0', charged: 0, bookTaxCode: 'ZERORATEDOUTPUT' },
  E: { treatment: 'exempt', rate: '0', charged: 0, bookTaxCode: 'EXEMPTOUTPUT' },
  O: { treatment: 'outsideScope', rate: '0', charged: 0, bookTaxCode: 'NONE' },
  X: { treatment: 'export', rate: '0', charged: 0, bookTaxCode: 'ECZROUTPUT' },
  RC: { treatment: 'reverseCharge', rate: '20', charged: 0, bookTaxCode: 'DRCHARGE20' },
  RC5: { treatment: 'reverseCharge', rate: '5', charged: 0, bookTaxCode: 'DRCHARGE5' },
} as const satisfies Record<string, HostTaxCode>

export type HostTax = keyof typeof hostTaxCodes
