import { mkdirSync, writeFileSync } from 'node:fs'
import { exampleFiles } from './generator/example-files.ts'

/** Writes `examples/gas-and-heating` anew; the files committed are what this writes, byte for byte. */
const folder = new URL('./gas-and-heating/', import.meta.url)

mkdirSync(folder, { recursive: true })
for (const [name, content] of exampleFiles()) {
  writeFileSync(new URL(name, folder), content)
  console.log(`${name}  ${content.length} characters`)
}
