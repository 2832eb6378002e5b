import { describe, expect, test } from 'vitest'
import { countOf, judge, type Judged, tally } from './judge.ts'
import { kinds, makeWorld, type World } from './world.ts'

/** The seed whose figures stand in docs/matching.md. */
const SEED = 1
const world = makeWorld(SEED)
const judged = judge(world)

const inWords = (world: World, faults: Judged[]): string[] =>
  faults.map(({ pair, match }) => {
    const ours = world.customers.find(({ externalId }) => externalId === pair.customer)
    const theirs = world.contacts.find(({ bookId }) => bookId === pair.bookId)
    return `${pair.kind}: ${ours?.body.name} / ${theirs?.name ?? '-'} → ${match.decision}`
  })
const faultsOf = (of: Judged[], fault: Judged['fault']): Judged[] => of.filter((each) => each.fault === fault)

describe('the labelled pairs', () => {
  test('are the same for the same seed, at least 500, of every kind, and say how they were made', () => {
    expect(makeWorld(SEED)).toEqual(world)
    expect(world.pairs.length).toBeGreaterThanOrEqual(500)
    expect(new Set(world.pairs.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)))
    for (const { made } of Object.values(kinds)) expect(made.length).toBeGreaterThan(15)
  })

  test('are never linked wrongly', () => {
    expect(inWords(world, faultsOf(judged, 'wrongLink'))).toEqual([])
  })

  test('are never entered a second time where the data could have told', () => {
    expect(inWords(world, faultsOf(judged, 'wrongCreation'))).toEqual([])
  })

  test('are asked about with the right contact among those shown', () => {
    expect(inWords(world, faultsOf(judged, 'unhelpful'))).toEqual([])
  })

  test('are hardly ever asked about where the data decide it', () => {
    expect(faultsOf(judged, 'needlessQuestion').length).toBeLessThanOrEqual(world.pairs.length / 100)
  })

  test('are linked, asked about and entered as often as docs/matching.md says', () => {
    expect(countOf('all', judged)).toMatchObject({ pairs: 848, links: 353, questions: 373, creations: 122 })
  })

  test('of other seeds are no worse', () => {
    for (const seed of [2, 3, 4, 5]) {
      const other = makeWorld(seed)
      const found = judge(other)
      expect(
        inWords(
          other,
          found.filter(({ fault }) => fault !== undefined && fault !== 'needlessQuestion'),
        ),
      ).toEqual([])
      expect(faultsOf(found, 'needlessQuestion').length).toBeLessThanOrEqual(other.pairs.length / 100)
    }
  })
})

test('each kind of pair has one answer: what is linked, asked or entered does not hang on the names that were drawn', () => {
  const mixed = tally(judged).filter(({ needlessQuestions, links, questions, creations }) => {
    const answers = [links, questions - needlessQuestions, creations].filter((count) => count > 0)
    return answers.length > 1
  })
  expect(mixed.map(({ kind }) => kind).toSorted()).toEqual(['trade words added'])
})
