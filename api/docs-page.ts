import type { Route } from './route.ts'

/** A page to read the API by, made from the same declarations; no script, nothing from elsewhere. */
export function docsPage(routes: readonly Route[]): string {
  const sections = Map.groupBy(routes, (route) => sectionOf(route.path))
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Counterfoil API</title><meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1d2329}code{font-size:.9em}
td{padding:.25rem .75rem .25rem 0;vertical-align:top}h2{margin-top:2rem}.m{font-weight:600;text-transform:uppercase;font-size:.8em}</style></head><body>
<h1>Counterfoil API</h1><p>Every request and answer in full is in <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1). Send <code>Authorization: Bearer cf_…</code>.
Amounts are whole minor units, quantities and rates are decimal strings, days are <code>YYYY-MM-DD</code>. Errors are problem details (RFC 9457) with a <code>code</code>.
A POST with an <code>Idempotency-Key</code> answers the same for 24 hours. <code>{companyId}</code> may be ours or <code>ext:</code> and your own id.</p>
${[...sections].map(([title, list]) => `<h2>${escape(title)}</h2><table>${list.map(rowOf).join('')}</table>`).join('\n')}
</body></html>`
}

const rowOf = (route: Route): string =>
  `<tr><td class="m">${route.method}</td><td><code>${escape(route.path)}</code></td><td>${escape(route.summary)}</td></tr>`

const sectionOf = (path: string): string => {
  if (path.includes('/connections/{connectionId}/')) return 'One connection'
  if (path.includes('/companies/{companyId}/')) return 'One company'
  return 'Companies, keys and operators'
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
