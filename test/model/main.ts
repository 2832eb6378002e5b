import { parseArgs } from 'node:util'
import { type Explored, explore, walk } from './explore.ts'
import { type RuleName, ruleNames, rules, without } from './rules.ts'
import type { Scenario } from './scenario.ts'
import { beyond, scenarios, walked } from './scenarios.ts'
import { witnesses } from './witnesses.ts'

/*
 * npm run test:model [-- --scenario PART-OF-A-NAME] [-- --without RULE] [-- --walks N] [-- --most STATES]
 * Explores every scenario with all rules, then each rule's witness without it, then walks at random. Ends with 1 where a law is broken with all rules, or none without one.
 */

const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    without: { type: 'string', multiple: true },
    walks: { type: 'string' },
    most: { type: 'string' },
  },
})
const most = Number(values.most ?? 100_000)
const walks = Number(values.walks ?? 2_000)
const off = (values.without ?? []).map(asRule)
let wrong = 0

console.log(`Scenarios, ${off.length === 0 ? 'all rules' : `without ${off.join(', ')}`}`)
for (const [name, scenario] of Object.entries(scenarios)) if (name.includes(values.scenario ?? '')) showScenario(name, scenario)
if (off.length === 0 && values.scenario === undefined) {
  console.log('\nOne rule switched off')
  for (const rule of ruleNames) showRule(rule)
}
if (values.scenario === undefined) for (const [name, scenario] of Object.entries(walked)) showWalks(name, scenario)
console.log(wrong === 0 ? '\nThe model holds.' : `\n${wrong} thing(s) are not as they should be.`)
process.exitCode = wrong === 0 ? 0 : 1

function asRule(name: string): RuleName {
  const rule = ruleNames.find((one) => one === name)
  if (rule === undefined) throw new Error(`no rule ${name}: ${ruleNames.join(', ')}`)
  return rule
}

function showScenario(name: string, scenario: Scenario): void {
  const found = explore(scenario, without(...off), most)
  console.log(`  ${name.padEnd(58)} ${String(found.states).padStart(7)}  ${verdict(found)}`)
  if (found.broken === undefined) return
  show(found)
  if (off.length === 0) wrong += 1
}

function verdict({ broken, cut }: Explored): string {
  return broken ?? (cut ? 'holds so far: not every state was seen' : 'holds')
}

function showRule(rule: RuleName): void {
  const witness: { scenario: string; also?: readonly RuleName[] } = witnesses[rule]
  const also = witness.also ?? []
  const found = explore(scenarioOf(witness.scenario), without(rule, ...also), most)
  console.log(`  ${rule} (${rules[rule]})${also.length > 0 ? `, with ${also.join(', ')}` : ''}\n    ${witness.scenario}: ${verdict(found)}`)
  if (found.broken === undefined) wrong += 1
  show(found)
}

function scenarioOf(name: string): Scenario {
  const scenario = scenarios[name] ?? beyond[name]
  if (scenario === undefined) throw new Error(`no scenario ${name}`)
  return scenario
}

function show({ trace }: Explored): void {
  if (trace !== undefined) console.log(`      ${trace.filter((step) => step !== 'tick').join(' → ')}`)
}

function showWalks(name: string, scenario: Scenario): void {
  let steps = 0
  const broken = new Map<string, string[]>()
  for (let seed = 1; seed <= walks; seed++) {
    const way = walk(scenario, without(...off), seed)
    steps += way.steps
    const known = way.broken === undefined ? undefined : broken.get(way.broken)
    if (way.broken !== undefined && (known === undefined || known.length > way.trace.length)) broken.set(way.broken, way.trace)
  }
  console.log(`\n${walks} random walks, ${name}: ${steps} steps, ${broken.size === 0 ? 'no law broken' : 'BROKEN'}`)
  for (const [law, trace] of broken) console.log(`  ${law}\n      ${trace.join(' → ')}`)
  if (off.length === 0) wrong += broken.size
}
