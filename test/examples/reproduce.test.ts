import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exampleFiles } from '../../examples/generator/example-files.ts'

const folder = new URL('../../examples/gas-and-heating/', import.meta.url)

test('the generator writes the committed files of the gas-and-heating company byte for byte', () => {
  const made = exampleFiles()
  expect([...made.keys()].sort()).toEqual(readdirSync(folder).sort())
  for (const [name, content] of made) expect(Buffer.from(content).equals(readFileSync(new URL(name, folder))), name).toBe(true)
})

test('two runs of the generator are the same', () => {
  expect([...exampleFiles()]).toEqual([...exampleFiles()])
})
