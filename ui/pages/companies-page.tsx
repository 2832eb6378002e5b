import { Anchor, Paper, Table, Text } from '@mantine/core'
import { Link, Redirect } from 'wouter'
import type { Company, Session } from '../../api/contract.ts'
import { MoreButton } from '../parts/more-button.tsx'
import { NothingHere } from '../parts/nothing-here.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { Reading } from '../parts/reading.tsx'
import { SupportSearch } from '../parts/support-search.tsx'
import { usePages } from '../reading/use-read.ts'
import { momentWords } from '../words/moments.ts'

/** The companies that the signed-in person reaches; someone of one company goes straight to it. */
export function CompaniesPage({ session }: { session: Session }) {
  const companies = usePages<Company>('/v1/companies')
  if (session.companyId) return <Redirect to={`/companies/${session.companyId}`} replace />
  return (
    <>
      <PageTitle title="Companies" about="Every company whose books are kept in agreement here." />
      {session.scope === 'operator' && <SupportSearch />}
      <Reading read={{ data: companies.items, error: companies.error }}>{(items) => <CompanyTable companies={items} />}</Reading>
      <MoreButton list={companies} />
    </>
  )
}

const entitlementWords = { trial: 'Trial', active: 'Active', ended: 'Ended: nothing is sent' } as const satisfies Record<
  Company['entitlement']['state'],
  string
>

function CompanyTable({ companies }: { companies: Company[] }) {
  if (companies.length === 0) return <NothingHere title="No company yet">A company is made by the host, through the API.</NothingHere>
  return (
    <Paper p={0}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Company</Table.Th>
            <Table.Th>Id of the host</Table.Th>
            <Table.Th>Subscription</Table.Th>
            <Table.Th>Since</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {companies.map((company) => (
            <Table.Tr key={company.companyId}>
              <Table.Td>
                <Anchor component={Link} href={`/companies/${company.companyId}`} fw={600}>
                  {company.name}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <Text span c="dimmed">
                  {company.externalId}
                </Text>
              </Table.Td>
              <Table.Td>{entitlementWords[company.entitlement.state]}</Table.Td>
              <Table.Td>{momentWords(company.createdAt, company.timeZone)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}
