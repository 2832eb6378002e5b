import type { Act } from '../scene.ts'
import type { Town } from '../town.ts'

/** The accountant locks the past for some days, and lifts the lock again; the office answers what the lock raises (office.ts). */
export const lockedPeriod = (town: Town): Act[] => [
  { day: town.middle, what: 'lock date set', do: async ({ keeper }) => void (await keeper.edit('setLockDate', { date: town.lockDay })) },
  { day: town.late, what: 'lock date lifted', do: async ({ keeper }) => void (await keeper.edit('setLockDate', {})) },
]
