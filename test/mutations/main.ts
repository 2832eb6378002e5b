import { mutations as trouble } from '../trouble/mutations.ts'
import { mutations as twoAtOnce } from '../two-at-once/mutations.ts'
import { mutate } from './mutate.ts'

/* npm run test:mutations [-- WORDS]: breaks the guarantees of test/two-at-once and test/trouble one by one in a copy, and wants their tests to fail; WORDS: only these. */

const words = process.argv[2] ?? ''
const chosen = [...twoAtOnce, ...trouble].filter(({ guarantee, breaks }) => `${guarantee}: ${breaks}`.includes(words))
process.exitCode = await mutate(chosen, ['test/two-at-once', 'test/trouble'])
