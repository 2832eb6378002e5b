import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** What is wrong with a package-lock.json, one line each: it must install anywhere, on any system. */
export function lockfileFaults(path: string): string[] {
  const { packages } = lockfile.parse(JSON.parse(readFileSync(path, 'utf8')))
  const entries = Object.entries(packages)
  return [
    ...entries
      .filter(([, entry]) => entry.resolved?.startsWith('http'))
      .map(
        ([name]) =>
          `${path}: ${name} names the registry of one machine ("resolved"); add omit-lockfile-registry-resolved=true to the .npmrc beside it and install again`,
      ),
    ...entries.flatMap(([name, entry]) =>
      missingOptional(name, entry, packages).map(
        (missing) =>
          `${path}: ${name} wants ${missing}, which has no entry; npm ci refuses this on other systems (choose the version before, see the decision on packages)`,
      ),
    ),
  ]
}

const lockEntry = z.object({ resolved: z.string().optional(), optionalDependencies: z.record(z.string(), z.string()).optional() })
const lockfile = z.object({ packages: z.record(z.string(), lockEntry) })
type Packages = z.infer<typeof lockfile>['packages']

/** npm drops a binary for another system silently when the registry here has none, and `npm ci` then refuses the lockfile there. */
function missingOptional(name: string, entry: z.infer<typeof lockEntry>, packages: Packages): string[] {
  return Object.keys(entry.optionalDependencies ?? {}).filter((wanted) => !placesOf(wanted, name).some((place) => place in packages))
}

/** Beside the package, or in any folder above it. */
function placesOf(wanted: string, from: string): string[] {
  const nested = from.split('/node_modules/').map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'))
  return [...nested.map((place) => (place === '' ? '' : `${place}/`)), ''].map((place) => `${place}node_modules/${wanted}`)
}
