import type { ErrorCode } from '../errors.ts'

/** Whether a refusal of one document is the connection's: told once, while every document that meets it waits and everything else goes on (accounting rule 43). */
export const stopsTheConnection = (code: ErrorCode): boolean => code === 'PLAN_INVOICE_LIMIT'
