import type { Addresses } from './start-everything.ts'

/** The places a person may want to open, one a line. */
export function addressTable({ api, signIn, temporalUi, temporal, sandboxes, databaseUrl }: Addresses): string {
  const rows: [string, string][] = [
    ['sign in', signIn],
    ['pages and API', api],
    ['API reference', `${api}/docs`],
    ['Temporal', temporalUi ?? temporal],
    ...sandboxes.map(({ name, url }): [string, string] => [`${name} sandbox`, url]),
    ['PostgreSQL', withoutPassword(databaseUrl)],
  ]
  return ['', ...rows.map(([what, where]) => `  ${what.padEnd(16)} ${where}`), ''].join('\n')
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl)
  url.password = ''
  return url.href
}
