import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

/** The pages built from source into a folder of their own, as production builds them. */
export async function builtPages(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'counterfoil-pages-'))
  await build({ configFile: join(import.meta.dirname, '../../ui/vite.config.ts'), logLevel: 'error', build: { outDir } })
  return outDir
}
