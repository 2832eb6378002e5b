import type { ErrorCode, Values } from '../domain/errors.ts'
import { type ExplainedError, explainError, explainGroup } from '../domain/explain-error.ts'
import type { Explained } from './contract/wire.ts'

/** A code in words for a person; `detail` is what the other side said, word for word, and `provider` its label. */
export function explain(code: ErrorCode, values: Values = {}, detail?: string | null, provider?: string): Explained {
  const words = explainError(code, { ...(provider ? { provider } : {}), ...(detail ? { detail } : {}), ...values })
  return told(code, words, detail ?? null)
}

/** A code that `count` documents bear, in words that speak of none of them. */
export const explainCount = (code: ErrorCode, count: number, provider: string): Explained & { count: number } => ({
  ...told(code, explainGroup(code, provider), null),
  count,
})

const told = (code: ErrorCode, words: ExplainedError, detail: string | null): Explained => ({
  code,
  ...words,
  choices: words.choices.map(({ needs, ...choice }) => (needs ? { ...choice, needs: [...needs] } : choice)),
  detail,
})
