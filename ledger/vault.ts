import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/** What a sealed text belongs to: moved to another row, company or column it does not open. */
export interface Belonging {
  companyId: string
  /** The row: a token set, a provider's app key, an endpoint, an envelope. */
  subject: string
  kind: string
}

/** Seals what must not be read from a copy of the database. */
export interface Vault {
  seal(plain: string, belonging: Belonging): string
  /** Throws VaultError: the key is not configured, or the text is not what was sealed for this. */
  open(sealed: string, belonging: Belonging): string
}

/** A sealed text cannot be opened, or the keys cannot be used. Never holds what was sealed. */
export class VaultError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'VaultError'
  }
}

const VERSION = 'v1'
const KEY_BYTES = 32
/** NIST SP 800-38D: 96 bits is the length GCM is made for. */
const IV_BYTES = 12

/**
 * Opens the vault with keys as configured: `id:base64[,id:base64]`, 32 bytes each. The first seals, all open: a new key is put in front,
 * the old one stays until nothing is sealed with it.
 */
export function openVault(secretKeys: string): Vault {
  const keys = parseKeys(secretKeys)
  const [sealing] = keys.keys()
  if (sealing === undefined) throw new VaultError('No secret key is configured')
  return {
    seal: (plain, belonging) => seal(sealing, keyOf(keys, sealing), plain, belonging),
    open: (sealed, belonging) => open(keys, sealed, belonging),
  }
}

function seal(keyId: string, key: KeyObject, plain: string, belonging: Belonging): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(boundTo(keyId, belonging))
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return [VERSION, keyId, ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.')
}

function open(keys: Map<string, KeyObject>, sealed: string, belonging: Belonging): string {
  const [version, keyId, iv, text, tag] = sealed.split('.')
  if (version !== VERSION || keyId === undefined || iv === undefined || text === undefined || tag === undefined) {
    throw new VaultError('This is not a text that the vault has sealed')
  }
  const decipher = createDecipheriv('aes-256-gcm', keyOf(keys, keyId), Buffer.from(iv, 'base64url'), { authTagLength: 16 })
  decipher.setAAD(boundTo(keyId, belonging)).setAuthTag(Buffer.from(tag, 'base64url'))
  try {
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new VaultError(
      `A sealed ${belonging.kind} does not open: it was changed, or sealed for something else, or with another key named ${keyId}`,
      { cause },
    )
  }
}

const boundTo = (keyId: string, { companyId, subject, kind }: Belonging): Buffer => Buffer.from([keyId, companyId, subject, kind].join('|'))

function keyOf(keys: Map<string, KeyObject>, keyId: string): KeyObject {
  const key = keys.get(keyId)
  if (!key) throw new VaultError(`Sealed with key ${keyId}, which is not configured; configured: ${[...keys.keys()].join(', ')}`)
  return key
}

function parseKeys(secretKeys: string): Map<string, KeyObject> {
  return new Map(
    secretKeys
      .split(',')
      .filter((part) => part.trim() !== '')
      .map((part) => parseKey(part.trim())),
  )
}

/** Made ready once: made anew for each text, it is more than half of what sealing a small one costs. */
function parseKey(part: string): [keyId: string, key: KeyObject] {
  const [keyId, text] = part.split(':')
  if (!keyId || !/^[\w-]+$/.test(keyId) || text === undefined) throw new VaultError('A secret key is written as id:base64')
  const key = Buffer.from(text, 'base64')
  if (key.length !== KEY_BYTES) throw new VaultError(`Secret key ${keyId} has ${key.length} bytes instead of ${KEY_BYTES}`)
  return [keyId, createSecretKey(key)]
}
