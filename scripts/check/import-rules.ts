import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { run } from '../start/run.ts'

/** One import that goes through a wall: which rule it breaks, why there is such a rule, from which file to which. */
export type Breach = { rule: string; why: string; from: string; to: string }

/** Checks every import of a project folder against tools/import-rules/rules.cjs; throws when nothing was checked, for that proves nothing. */
export async function checkImportRules(folder: string = root): Promise<Breach[]> {
  const rules = join(root, 'tools/import-rules')
  const program = join(rules, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const places = rooms.filter((room) => existsSync(join(folder, room)))
  const { output } = await run(process.execPath, [program, '--config', join(rules, 'rules.cjs'), '--output-type', 'json', ...places], {
    folder,
  })
  const { summary } = parseReport(output)
  if (summary.totalCruised === 0)
    throw new Error('dependency-cruiser checked 0 modules: it does not understand this TypeScript (see tools/import-rules/package.json).')
  const why = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]))
  return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, why: why.get(rule.name) ?? '', from, to }))
}

const root = join(import.meta.dirname, '../..')

/** Every folder and file that a rule speaks of; those that are not there yet are passed over. */
const rooms =
  'config.ts temporal.ts domain workflows activities providers ledger api worker ui agent sandboxes migrations test bench scripts examples'.split(
    ' ',
  )

const report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ rule: z.object({ name: z.string() }), from: z.string(), to: z.string() })),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string(), comment: z.string() })) }),
  }),
})

function parseReport(output: string) {
  try {
    return report.parse(JSON.parse(output))
  } catch (cause) {
    throw new Error(`dependency-cruiser did not answer as expected:\n${output.slice(0, 2_000)}`, { cause })
  }
}
