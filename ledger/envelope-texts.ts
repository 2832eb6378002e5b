import { type Belonging, type Vault, VaultError } from './vault.ts'

/** Whose texts: the company's envelope. */
export interface EnvelopeRef {
  companyId: string
  envelopeId: string
}

/** What the provider answered, as it is kept for support. */
export interface KeptAnswer {
  /** The provider's own name for the exchange. */
  correlationId?: string
  /** The answer byte for byte, as far as it is kept. */
  text?: string
}

/** An answer is evidence, not an archive: what is longer is cut. Characters. */
const LONGEST_ANSWER = 1_000_000

/** Seals the request of an envelope; it opens for this envelope of this company alone. */
export const sealBody = (vault: Vault, of: EnvelopeRef, plain: string): string => vault.seal(plain, belonging(of, 'body'))

/** The bytes that go out. Throws VaultError: not this envelope's, the key is missing, or the text has been removed. */
export const openBody = (vault: Vault, envelope: { company_id: string; id: string; body: string | null }): string =>
  open(vault, envelope.body, belonging({ companyId: envelope.company_id, envelopeId: envelope.id }, 'body'))

/** Seals what one item of an envelope sends. */
export const sealItemBody = (vault: Vault, of: EnvelopeRef, position: number, plain: string): string =>
  vault.seal(plain, belonging(of, `item-${position}`))

/** What one item sent, with its refs. Throws VaultError as `openBody`. */
export const openItemBody = (
  vault: Vault,
  item: { company_id: string; envelope_id: string; position: number; body: string | null },
): string => open(vault, item.body, belonging({ companyId: item.company_id, envelopeId: item.envelope_id }, `item-${item.position}`))

/** Seals what came back. */
export const sealAnswer = (vault: Vault, of: EnvelopeRef, { correlationId, text }: KeptAnswer): string =>
  vault.seal(
    JSON.stringify({
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(text === undefined ? {} : { text: text.slice(0, LONGEST_ANSWER) }),
    }),
    belonging(of, 'answer'),
  )

/** What came back; undefined: nothing was kept, or no longer is. Throws VaultError. */
export function openAnswer(vault: Vault, envelope: { company_id: string; id: string; answer: string | null }): KeptAnswer | undefined {
  if (envelope.answer === null) return undefined
  if (!isSealed(envelope.answer)) return { correlationId: envelope.answer }
  const plain = open(vault, envelope.answer, belonging({ companyId: envelope.company_id, envelopeId: envelope.id }, 'answer'))
  return JSON.parse(plain) as KeptAnswer // written by sealAnswer
}

/** Whether a text was sealed. Bodies are JSON or empty and answers of old rows ids, so none of them begins like this. */
export const isSealed = (text: string): boolean => text.startsWith('v1.')

const belonging = ({ companyId, envelopeId }: EnvelopeRef, kind: string): Belonging => ({ companyId, subject: envelopeId, kind })

/** A text from before texts were sealed is taken as it stands until the watch has sealed it (docs/decisions/0012). */
function open(vault: Vault, text: string | null, of: Belonging): string {
  if (text === null) throw new VaultError(`The ${of.kind} of envelope ${of.subject} was removed when its time was over`)
  return isSealed(text) ? vault.open(text, of) : text
}
