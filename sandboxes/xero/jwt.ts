import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** The key with which this sandbox signs its tokens, and its public half for the JWKS. */
export interface SigningKey {
  pem: string
  keyId: string
  key: KeyObject
}

export function signingKey(saved?: string): SigningKey {
  const pem = saved ?? newPem()
  return { pem, keyId: 'SANDBOX0000000000000000000000000000000001', key: createPrivateKey(pem) }
}

/** A signed JWT (RS256). */
export function signedJwt(key: SigningKey, claims: Record<string, unknown>): string {
  const header = { alg: 'RS256', kid: key.keyId, typ: 'JWT', x5t: key.keyId }
  const signed = `${encoded(header)}.${encoded(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key.key).toString('base64url')}`
}

/** The public key as a JSON Web Key Set. */
export function jwks(key: SigningKey) {
  const jwk = createPublicKey(key.key).export({ format: 'jwk' })
  return { keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: key.keyId }] }
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function newPem(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey
}
