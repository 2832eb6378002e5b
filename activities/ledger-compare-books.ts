import type { Deps } from './deps.ts'
export const ledgerCompareBooks =
  (_deps: Deps) =>
  async (_input: { companyId: string; connectionId: string; tieOutId: string }): Promise<{ differences: number }> => ({ differences: 0 })
