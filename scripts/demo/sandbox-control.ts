/** The sandbox's control endpoints, and its consent page as a person would use it. */
export interface SandboxControl {
  newOrganisation(name: string, seed: unknown): Promise<string>
  liftLimits(organisationId: string): Promise<void>
  /** Presses Allow for one organisation; the address that the browser is sent back to. */
  allow(authorizeUrl: string, organisationId: string): Promise<string>
  books(organisationId: string): Promise<SandboxBooks>
  /** How many calls the organisation has had. */
  calls(organisationId: string): Promise<number>
}

/** The books as the sandbox tells them, in the provider's words; amounts are decimal numbers of pounds. */
export interface SandboxBooks {
  contacts: { ContactID: string; ContactStatus: string; Name: string }[]
  invoices: {
    InvoiceID: string
    InvoiceNumber: string
    Type: string
    Status: string
    Total: number
    SubTotal: number
    TotalTax: number
    AmountDue: number
    Date: string
    Contact: { ContactID: string }
  }[]
  creditNotes: { Status: string; Total: number; RemainingCredit: number; Date: string; Contact: { ContactID: string } }[]
  payments: { PaymentID: string; Status: string; Amount: number; PaymentType: string; BatchPayment?: { BatchPaymentID: string } }[]
  batchPayments: { BatchPaymentID: string; Status: string; TotalAmount: number }[]
  overpayments: { Status: string; Total: number; RemainingCredit: number }[]
}

export function openSandboxControl(url: string): SandboxControl {
  const call = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(
      `${url}/_sandbox/${path}`,
      body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    )
    if (!answer.ok) throw new Error(`sandbox /_sandbox/${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T // the caller names what docs/sandboxes.md says
  }
  return {
    newOrganisation: async (name, seed) =>
      (await call<{ organisationId: string }>('organisations', { name, country: 'GB', seed })).organisationId,
    liftLimits: async (organisationId) => void (await call('limits', { organisationId, off: true })),
    allow,
    books: (organisationId) => call(`books?organisationId=${organisationId}`),
    calls: async (organisationId) => {
      const { requests } = await call<{ requests: { tenant?: string }[] }>('requests')
      return requests.filter(({ tenant }) => tenant === organisationId).length
    },
  }
}

async function allow(authorizeUrl: string, organisationId: string): Promise<string> {
  const answer = await fetch(authorizeUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ choice: 'allow', organisation: organisationId }),
  })
  const location = answer.headers.get('location')
  if (!location) throw new Error(`the consent page answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`)
  return location
}
