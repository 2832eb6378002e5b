import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** Everything the environment decides, parsed once: the databases and services to talk to, the addresses to be reached at, the keys that seal. */
export type Config = {
  production: boolean
  /** How much API and worker say; names, amounts and secrets never, at any level. */
  logLevel: LogLevel | undefined
  databaseUrl: string
  temporal: TemporalAddress
  port: number
  /** Where a browser reaches us, without a slash at the end. */
  publicUrl: string
  /** The first seals, all open. */
  secretKeys: readonly [SecretKey, ...SecretKey[]]
  apps: Record<AppName, ProviderApp>
}

export type LogLevel = (typeof logLevels)[number]
const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const

/** A Temporal frontend; an API key means Temporal Cloud and TLS. */
export type TemporalAddress = { address: string; namespace: string; apiKey: string | undefined; uiUrl?: string | undefined }

/** A named key of 32 bytes for AES-256-GCM; the name is stored beside what it sealed. */
export type SecretKey = { id: string; key: Buffer }

/** Our registration at a provider that has OAuth, and the addresses of its three hosts, each without a slash at the end. */
export type ProviderApp = {
  /** True when no client id is set: the provider is a pretend one, and every page has to say so. */
  sandbox: boolean
  clientId: string
  clientSecret: string
  /** Signs the provider's messages to us; without one they are not listened to. */
  webhookKey: string | undefined
  apiUrl: string
  loginUrl: string
  identityUrl: string
  /** `XERO_LIMITS=off`: calls are not paced. For a sandbox whose limits are lifted too; refused for the real provider. */
  limitsOff: boolean
}

type Environment = Readonly<Record<string, string | undefined>>
type AppHome = { sandboxPort: number; apiUrl: string; loginUrl: string; identityUrl: string }

/** The providers we register an application with, and where each lives when it is the real one. */
export const appHomes = {
  xero: { sandboxPort: 4101, apiUrl: 'https://api.xero.com', loginUrl: 'https://login.xero.com', identityUrl: 'https://identity.xero.com' },
} satisfies Record<string, AppHome>

/** A provider that we register an application with. */
export type AppName = keyof typeof appHomes

/** What `npm start` leaves on this machine: keys, databases, logs. */
export const dataFolder = resolve(process.env.DATA_FOLDER || join(import.meta.dirname, '.data'))

/** Thrown for a missing or malformed variable; the message names it and says what it should look like. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads and checks the whole environment; throws a ConfigError that names every bad variable. */
export function readConfig(environment: Environment = process.env, folder: string = dataFolder): Config {
  const merged = { ...servicesOfStart(environment, folder), ...withoutEmpty(environment) }
  const parsed = variables.safeParse(merged)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const found = parsed.data
  const production = found.NODE_ENV === 'production'
  return {
    production,
    logLevel: found.LOG_LEVEL,
    databaseUrl: found.DATABASE_URL,
    temporal: {
      address: found.TEMPORAL_ADDRESS,
      namespace: found.TEMPORAL_NAMESPACE,
      apiKey: found.TEMPORAL_API_KEY,
      uiUrl: found.TEMPORAL_UI_URL,
    },
    port: found.PORT,
    publicUrl: (found.PUBLIC_URL ?? `http://localhost:${found.PORT}`).replace(/\/+$/, ''),
    secretKeys: parseSecretKeys(found.SECRET_KEY ?? keptSecretKey(production, folder)),
    apps: { xero: providerApp('xero', merged) },
  }
}

/** What the starter needs to know before anything runs: servers given from outside, and where this machine keeps programs. */
export function readMachine(environment: Environment = process.env) {
  return {
    databaseUrl: environment.DATABASE_URL || undefined,
    temporalAddress: environment.TEMPORAL_ADDRESS || undefined,
    port: portOf('PORT', environment.PORT) ?? 3000,
    publicUrl: addressOf('PUBLIC_URL', environment.PUBLIC_URL),
    secretKey: environment.SECRET_KEY || undefined,
    production: environment.NODE_ENV === 'production',
    path: environment.PATH ?? '',
    cacheFolder: join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'counterfoil'),
    /** Providers without a client id of ours: their sandbox is started. */
    sandboxes: appNames.filter((name) => !environment[`${name.toUpperCase()}_CLIENT_ID`]),
  }
}

/** The environment for a child process: ours, with additions. */
export function childEnvironment(additions: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...additions }
}

/** The key that seals tokens on this machine, made on first use and readable by its owner only. */
export function keptSecretKey(production: boolean, folder: string): string {
  if (production) throw new ConfigError(`SECRET_KEY: must be set in production, as ${secretKeyShape}`)
  const path = join(folder, 'secret-key')
  if (!existsSync(path)) writeOnce(path, `local:${randomBytes(32).toString('base64')}\n`)
  return readFileSync(path, 'utf8').trim()
}

/** Where `npm start` notes what it runs, so that a further worker or api started by hand finds the same services. */
export const servicesFile = 'services.json'

const secretKeyShape = 'id:base64[,id:base64] with 32 bytes each (the first seals, all open)'
const appNames: readonly AppName[] = ['xero']

const address = z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
const port = z.coerce
  .number({ error: 'must be a port number' })
  .int({ error: 'must be a port number' })
  .min(1, { error: 'must be a port number' })
  .max(65535, { error: 'must be a port number' })
const variables = z.object({
  NODE_ENV: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).optional(),
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'must be set, as postgres://user:password@host:port/database (`npm start` brings its own)',
  }),
  TEMPORAL_ADDRESS: z
    .string({ error: 'must be set, as host:port (`npm start` brings its own)' })
    .regex(/^[^\s/]+:\d+$/, { error: 'must be host:port' }),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_UI_URL: address.optional(),
  PORT: port.default(3000),
  PUBLIC_URL: address.optional(),
  SECRET_KEY: z
    .string()
    .regex(/^[\w.-]+:[A-Za-z0-9+/]{43}=(,[\w.-]+:[A-Za-z0-9+/]{43}=)*$/, { error: `must be ${secretKeyShape}` })
    .optional(),
})

function parseSecretKeys(text: string): readonly [SecretKey, ...SecretKey[]] {
  const [first, ...rest] = text.split(',').map((part) => {
    const [id = '', base64 = ''] = part.split(':')
    return { id, key: Buffer.from(base64, 'base64') }
  })
  if (!first || [first, ...rest].some(({ key }) => key.length !== 32)) throw new ConfigError(`SECRET_KEY: must be ${secretKeyShape}`)
  return [first, ...rest]
}

function providerApp(name: AppName, environment: Environment): ProviderApp {
  const prefix = name.toUpperCase()
  const home = appHomes[name]
  const clientId = environment[`${prefix}_CLIENT_ID`]
  const sandbox = `http://localhost:${home.sandboxPort}`
  const host = (variable: string, real: string) =>
    addressOf(`${prefix}_${variable}`, environment[`${prefix}_${variable}`]) ?? (clientId ? real : sandbox)
  return {
    sandbox: !clientId,
    clientId: clientId || 'sandbox',
    clientSecret: clientId ? required(`${prefix}_CLIENT_SECRET`, environment) : 'sandbox',
    webhookKey: environment[`${prefix}_WEBHOOK_KEY`],
    apiUrl: host('API_URL', home.apiUrl),
    loginUrl: host('LOGIN_URL', home.loginUrl),
    identityUrl: host('IDENTITY_URL', home.identityUrl),
    limitsOff: limitsOff(`${prefix}_LIMITS`, environment[`${prefix}_LIMITS`], !clientId),
  }
}

function limitsOff(name: string, value: string | undefined, sandbox: boolean): boolean {
  if (!value) return false
  if (value !== 'off' || !sandbox) throw new ConfigError(`${name}: may only be "off", and only for a sandbox`)
  return true
}

function required(name: string, environment: Environment): string {
  const value = environment[name]
  if (!value) throw new ConfigError(`${name}: must be set`)
  return value
}

function addressOf(name: string, value: string | undefined): string | undefined {
  if (!value) return undefined
  if (!address.safeParse(value).success) throw new ConfigError(`${name}: must be an address that begins with http:// or https://`)
  return value.replace(/\/+$/, '')
}

function portOf(name: string, value: string | undefined): number | undefined {
  if (!value) return undefined
  const parsed = port.safeParse(value)
  if (!parsed.success) throw new ConfigError(`${name}: must be a port number`)
  return parsed.data
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value))
}

/** In production nothing is guessed; elsewhere a worker or api started by hand joins what `npm start` runs. */
function servicesOfStart(environment: Environment, folder: string): Environment {
  const path = join(folder, servicesFile)
  if (environment.NODE_ENV === 'production' || environment.DATABASE_URL || !existsSync(path)) return {}
  return z.object({ environment: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(path, 'utf8'))).environment
}

/** Complete or not at all, also when two processes begin at once: the loser reads the winner's. */
function writeOnce(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  chmodSync(draft, 0o600)
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    rmSync(draft)
  }
}
