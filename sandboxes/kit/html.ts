/** Text made safe to stand in a page. */
export function escaped(text: string | number | undefined): string {
  return String(text ?? '').replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}

/** A plain page of a sandbox. `body` is HTML already. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>
<body><header>Sandbox: pretend books for trying things out. Nothing here is real.</header><main><h1>${escaped(title)}</h1>${body}</main></body></html>`
}

/** A table from rows of cells that are HTML already. */
export function table(heads: string[], rows: string[][]): string {
  const head = heads.map((text) => `<th scope="col">${escaped(text)}</th>`).join('')
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')
  return rows.length === 0 ? '<p>None.</p>' : `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}

export function link(href: string, text: string | number | undefined): string {
  return `<a href="${escaped(href)}">${escaped(text)}</a>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1a2433;background:#f5f7fa}
header{background:#1a2433;color:#fff;padding:.5rem 1rem;font-size:.875rem}main{max-width:70rem;margin:1rem auto;padding:1rem 1.5rem;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #dde3ea;vertical-align:top}
a{color:#0a5c8a}button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem}fieldset{border:1px solid #dde3ea;margin:1rem 0}label{display:block;padding:.25rem 0}
.amount{text-align:right;font-variant-numeric:tabular-nums}dt{font-weight:600}dd{margin:0 0 .4rem}`
