import { parseArgs } from 'node:util'
import { startXeroSandbox } from './xero/server.ts'

/** `npm run sandbox -- xero --port 4101 [--data FILE] [--limits off] [--latency MS]`: one ready line, then it serves until it is told to stop. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    limits: { type: 'string', default: 'on' },
    latency: { type: 'string', default: '0' },
  },
})

const SANDBOXES = { xero: startXeroSandbox } as const

const provider = positionals[0] ?? 'xero'
if (!isSandbox(provider)) {
  console.error(`There is no sandbox for ${provider}. There are: ${Object.keys(SANDBOXES).join(', ')}`)
  process.exit(2)
}
const sandbox = await SANDBOXES[provider]({
  port: Number(values.port),
  data: values.data,
  limits: values.limits !== 'off',
  latencyMs: Number(values.latency),
})
console.log(`${provider} sandbox ready ${sandbox.url}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)

function stop(): void {
  sandbox.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error('The sandbox could not save its books:', error)
      process.exit(1)
    },
  )
}

function isSandbox(name: string): name is keyof typeof SANDBOXES {
  return name in SANDBOXES
}
