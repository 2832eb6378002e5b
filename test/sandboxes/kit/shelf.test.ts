import { expect, test } from 'vitest'
import { Journal } from '../../../sandboxes/kit/journal.ts'
import { Shelf } from '../../../sandboxes/kit/shelf.ts'

interface Row {
  id: string
  name: string
}

function shelves() {
  const journal = new Journal()
  const told: string[] = []
  const shelf = new Shelf<Row, 'name'>({ journal, indexes: { name: (row) => row.name }, changed: (row) => told.push(row.id) })
  return { journal, told, shelf }
}

test('work that fails leaves the shelf and its indexes as they were and tells nobody', () => {
  const { journal, told, shelf } = shelves()
  shelf.put({ id: '1', name: 'a' })
  const failing = () =>
    journal.attempt(() => {
      shelf.put({ id: '1', name: 'b' })
      shelf.put({ id: '2', name: 'a' })
      throw new Error('refused')
    })
  expect(failing).toThrow('refused')
  expect(shelf.all()).toEqual([{ id: '1', name: 'a' }])
  expect([shelf.find('name', 'a').length, shelf.find('name', 'b').length]).toEqual([1, 0])
  expect(told).toEqual(['1'])
})

test('an inner failure takes back only its own part; what stands is told once the outer work has succeeded', () => {
  const { journal, told, shelf } = shelves()
  journal.attempt(() => {
    shelf.put({ id: '1', name: 'a' })
    try {
      journal.attempt(() => {
        shelf.put({ id: '2', name: 'b' })
        throw new Error('refused')
      })
    } catch {
      expect(told).toEqual([])
    }
    shelf.put({ id: '3', name: 'c' })
  })
  expect(shelf.all().map((row) => row.id)).toEqual(['1', '3'])
  expect(told).toEqual(['1', '3'])
})

test('an outer failure takes back what inner work had finished', () => {
  const { journal, shelf } = shelves()
  const failing = () =>
    journal.attempt(() => {
      journal.attempt(() => shelf.put({ id: '1', name: 'a' }))
      throw new Error('refused')
    })
  expect(failing).toThrow()
  expect(shelf.count()).toBe(0)
})
