import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits behind a prefix that tells what it opens (`cf_…` a key, `cfs_…` a session): too many to guess, so a plain hash keeps them safe. */
export const newSecret = (prefix: string): string => `${prefix}${randomBytes(32).toString('base64url')}`

/** What we keep of a secret: its SHA-256. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()
