// Installs the packages when they are missing or older than the lockfile. Runs before every npm script that a person or CI calls,
// on whatever Node is there (20 or newer), so it uses built-ins only; the packages bring the Node that everything else runs on.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = 20
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folders = [root, join(root, 'tools/import-rules')]

const major = Number(process.versions.node.split('.')[0])
if (major < OLDEST_NODE) {
  console.error(`Counterfoil needs Node ${OLDEST_NODE} or newer to install itself; this is ${process.version}. See https://nodejs.org.`)
  process.exit(1)
}
for (const folder of folders) if (!isInstalled(folder)) install(folder)

function isInstalled(folder) {
  const stamp = join(folder, 'node_modules/.installed')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(folder)
}

function install(folder) {
  console.log(`Installing packages in ${folder} (about a minute on a new machine) …`)
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) {
    console.error(
      `The packages could not be installed (npm ci ended with ${done.status ?? done.error?.message}). Mend what npm says above and run the same command again.`,
    )
    process.exit(1)
  }
  writeFileSync(join(folder, 'node_modules/.installed'), fingerprint(folder))
}

function fingerprint(folder) {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
}
