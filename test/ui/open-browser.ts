import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

/** What the browser must leave alone in a test: no calls home, no second process for graphics. As root there is no sandbox of its own. */
const FLAGS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real Chromium: the one on the PATH, else the one in the npm package. Throws when neither is there. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = onPath() ?? (await inPackage())
  return chromium.launch({ executablePath, args: FLAGS })
}

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name))).find(existsSync)
}

/** The package unpacks a Chromium for Linux servers; it lacks nothing that these pages need. */
async function inPackage(): Promise<string> {
  try {
    return await sparticuz.executablePath()
  } catch (cause) {
    throw new Error('There is no `chromium` on the PATH (apt-get install chromium), and @sparticuz/chromium could not unpack its own.', {
      cause,
    })
  }
}
