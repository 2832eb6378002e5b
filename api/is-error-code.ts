import { type ErrorCode, errors } from '../domain/errors.ts'

/** Whether a text is a code of the error table. */
export const isErrorCode = (text: string | null | undefined): text is ErrorCode => typeof text === 'string' && text in errors
