/** Where the demo stands: one company with one connection. */
export interface DemoCompany {
  companyId: string
  connectionId: string
  organisationId: string
}
