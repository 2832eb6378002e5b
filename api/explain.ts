import type { ErrorCode, Values } from '../domain/errors.ts'
import { explainError } from '../domain/explain-error.ts'
import type { Explained } from './contract/wire.ts'

/** A code in words for a person; `detail` is what the other side said, word for word, and `provider` its label. */
export function explain(code: ErrorCode, values: Values = {}, detail?: string | null, provider?: string): Explained {
  const words = explainError(code, { ...(provider ? { provider } : {}), ...(detail ? { detail } : {}), ...values })
  return {
    code,
    ...words,
    choices: words.choices.map(({ needs, ...choice }) => (needs ? { ...choice, needs: [...needs] } : choice)),
    detail: detail ?? null,
  }
}
