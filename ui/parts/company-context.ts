import { createContext, useContext } from 'react'
import type { Company, Connection, Session } from '../../api/contract.ts'

/** What all pages of one company's connection know. */
export interface Here {
  session: Session
  company: Company
  connection: Connection
  /** Paths of the API, below which everything of this company and this connection is read. */
  companyPath: string
  connectionPath: string
  /** The accounting package as people call it. */
  provider: string
}

export const HereContext = createContext<Here | undefined>(undefined)

/** The company and connection that the page is about. */
export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error('A page of a connection stands inside CompanyPages')
  return here
}
