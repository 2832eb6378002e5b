import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const API = 'http://localhost:3000'

/** The pages: built to dist/ui, which the API serves; `vite ui` serves them from source, beside an API on port 3000. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: { outDir: join(import.meta.dirname, '../dist/ui'), emptyOutDir: true, chunkSizeWarningLimit: 1_000 },
  server: { proxy: { '/v1': API, '/sign-in': API, '/connect': API } },
})
