import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'

/** Whom PostgreSQL runs as when we are root, which it refuses to be: the user `postgres`, made when missing. */
export type PostgresAccount = { uid: number; gid: number }

/** The account to use, or undefined when we are an ordinary user; throws with the folder's name when that user may not walk in. */
export function postgresAccount(folders: readonly string[]): PostgresAccount | undefined {
  if (userInfo().uid !== 0) return undefined
  const account = knownAccount() ?? madeAccount()
  for (const folder of folders) refuseClosedParent(folder, account)
  return account
}

function knownAccount(): PostgresAccount | undefined {
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    return undefined // no such user yet
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
}

function madeAccount(): PostgresAccount {
  try {
    execFileSync('groupadd', ['--force', '--system', 'postgres'], { stdio: 'ignore' })
    execFileSync('useradd', ['--system', '--gid', 'postgres', 'postgres'], { stdio: 'ignore' })
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch (cause) {
    throw new Error(
      'PostgreSQL refuses to run as root, and a user "postgres" could not be made. Run as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.',
      { cause },
    )
  }
}

function refuseClosedParent(folder: string, account: PostgresAccount): void {
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    if (!mayEnter(parent, account)) {
      throw new Error(
        `PostgreSQL refuses to run as root, so it runs as user "postgres", and that user may not enter ${parent} on the way to ${folder}. ` +
          `Open it (chmod a+x ${parent}), or move the project elsewhere, or run as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.`,
      )
    }
    if (parent === dirname(parent)) return
  }
}

function mayEnter(folder: string, account: PostgresAccount): boolean {
  const { mode, uid, gid } = statSync(folder)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}
