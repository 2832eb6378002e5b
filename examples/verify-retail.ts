import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { retailFigures } from './retail/figures.ts'

/**
 * `node examples/verify-retail.ts DIR`: works the figures of `retail-expected.json` out of the data set itself, which is not part of the project,
 * and says which of them differ. Leaves with 1 if any does.
 */
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Say where the retail data is: node examples/verify-retail.ts DIR')

const expected: unknown = JSON.parse(readFileSync(new URL('./retail-expected.json', import.meta.url), 'utf8'))
const found = retailFigures(folder)
console.log(JSON.stringify(found, null, 2))
const same = typeof expected === 'object' && expected !== null && 'figures' in expected && isDeepStrictEqual(expected.figures, found)
console.log(same ? 'as expected' : 'not as in retail-expected.json')
process.exitCode = same ? 0 : 1
