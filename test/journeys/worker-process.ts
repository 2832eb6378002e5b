import { type OwnProcess, startOwnProcess } from '../setup/own-process.ts'

/** `real`: worker/main.ts as it is; `quick`: the same with a settle time of some seconds. */
const programs = {
  real: new URL('../../worker/main.ts', import.meta.url),
  quick: new URL('./quick-worker.ts', import.meta.url),
}

/** Starts a worker process and waits until it polls. */
export const startWorkerProcess = (program: keyof typeof programs, environment: Record<string, string>): Promise<OwnProcess> =>
  startOwnProcess(programs[program], environment, /worker ready/)
