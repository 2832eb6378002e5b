/** When a record was changed last: as Xero answers it, and as we keep it. */
export const updated = { UpdatedDateUTC: '/Date(1789378199123+0000)/' }
export const updatedAt = '2026-09-14T09:29:59.123Z'
