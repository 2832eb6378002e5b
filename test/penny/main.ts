import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ownServers } from './penny-servers.ts'
import { predictAndBook } from './predict/predict-and-book.ts'
import { printPrediction, printVerdict } from './print.ts'
import { runPenny } from './run-penny.ts'

// npm run test:penny [-- --data DIR] [--days N] [--seed TEXT] [--invoices N] · -- --predict N: the proof that the books agree to the penny.
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    days: { type: 'string' },
    seed: { type: 'string' },
    invoices: { type: 'string' },
    predict: { type: 'string' },
    verbose: { type: 'boolean' },
  },
})
const seed = values.seed ?? 'penny'
const say = (line: string) => console.log(line)
process.exitCode = (values.predict === undefined ? await books() : await prediction(Number(values.predict))) ? 0 : 1

async function prediction(count: number): Promise<boolean> {
  return printPrediction(await predictAndBook(seed, count), say)
}

async function books(): Promise<boolean> {
  const servers = await ownServers()
  try {
    const data = resolve(values.data ?? join(import.meta.dirname, '../../examples/gas-and-heating'))
    const verdict = await runPenny(servers, {
      data,
      days: Number(values.days ?? 10),
      seed,
      say,
      verbose: values.verbose ?? false,
      ...(values.invoices !== undefined && { invoices: Number(values.invoices) }),
    })
    return printVerdict(verdict, say)
  } finally {
    await servers.temporal.close().catch(() => undefined)
    await servers.stop()
  }
}
