/** What a person does on the provider's consent page, for these organisations or for all that are offered; answers the address that the browser is sent back to. */
export async function pressConsent(authorizeUrl: string, choice: 'allow' | 'cancel', organisationIds?: string[]): Promise<string> {
  const form = new URLSearchParams({ choice })
  for (const id of organisationIds ?? (await offered(authorizeUrl))) form.append('organisation', id)
  const answer = await fetch(authorizeUrl, { method: 'POST', body: form, redirect: 'manual' })
  return answer.headers.get('location') ?? ''
}

async function offered(authorizeUrl: string): Promise<string[]> {
  const page = await (await fetch(authorizeUrl)).text()
  return [...page.matchAll(/name="organisation" value="([^"]+)"/g)].map(([, id]) => id ?? '')
}
