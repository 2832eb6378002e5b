import { describe, expect, test } from 'vitest'
import { explore, walk } from './explore.ts'
import { type RuleName, ruleNames, without } from './rules.ts'
import { beyond, scenarios, walked } from './scenarios.ts'
import { witnesses } from './witnesses.ts'

/* The short form of npm run test:model: the beginning of every scenario, every rule's counterexample, some random walks. */

const BEGINNING = 1_200
const WALKS = 30

const sceneOf = (name: string) => {
  const scenario = scenarios[name] ?? beyond[name]
  if (scenario === undefined) throw new Error(`no scenario ${name}`)
  return scenario
}

test('with all rules no law is broken in the states that every scenario begins with', () => {
  const broken = Object.entries(scenarios).flatMap(([name, scenario]) => {
    const found = explore(scenario, without(), BEGINNING)
    return found.broken === undefined ? [] : [`${name}: ${found.broken}: ${found.trace?.join(' → ')}`]
  })
  expect(broken).toEqual([])
})

describe('without it a law is broken:', () => {
  test.each(ruleNames)('%s', (rule) => {
    const { scenario, also = [] }: { scenario: string; also?: readonly RuleName[] } = witnesses[rule]
    const found = explore(sceneOf(scenario), without(rule, ...also), 40_000)
    expect(found.broken).toBeTypeOf('string')
    expect(found.trace?.length).toBeGreaterThan(0)
  })
})

test('a rule that others back up is needed: with it and without them nothing is broken', () => {
  for (const rule of ruleNames) {
    const { scenario, also = [] }: { scenario: string; also?: readonly RuleName[] } = witnesses[rule]
    if (also.length > 0) expect([rule, explore(sceneOf(scenario), without(...also), 4_000).broken]).toEqual([rule, undefined])
  }
})

test('with all rules no law is broken on random ways through many documents and many faults', () => {
  const broken = Object.values(walked).flatMap((scenario) =>
    Array.from({ length: WALKS }, (_, seed) => walk(scenario, without(), seed + 1)).filter((way) => way.broken !== undefined),
  )
  expect(broken).toEqual([])
})
