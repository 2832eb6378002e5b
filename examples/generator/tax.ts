/** The office's VAT codes with what they mean on a VAT return, and the percentage that is added to a net amount. */
export const vatCodes = {
  S: { treatment: 'standard', rate: '20', charged: 20, xero: 'OUTPUT2' },
  R: { treatment: 'reduced', rate: '5', charged: 5, xero: 'RROUTPUT' },
  Z: { treatment: 'zero', rate: '0', charged: 0, xero: 'ZERORATEDOUTPUT' },
  E: { treatment: 'exempt', rate: '0', charged: 0, xero: 'EXEMPTOUTPUT' },
  O: { treatment: 'outsideScope', rate: '0', charged: 0, xero: 'NONE' },
  RC: { treatment: 'reverseCharge', rate: '20', charged: 0, xero: 'DRCHARGE20' },
} as const satisfies Record<string, { treatment: string; rate: string; charged: number; xero: string }>

export type VatCode = keyof typeof vatCodes
