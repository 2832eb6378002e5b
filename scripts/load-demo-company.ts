/** Where the demo company goes: the running API, and the folder with its operator key. */
export type DemoTarget = { api: string; folder: string; say: (line: string) => void }

/** Loads the demo company of `examples/` once, by HTTP like any host. */
export async function loadDemoCompany(target: DemoTarget): Promise<void> {
  target.say(`The demo company is not loaded yet at ${target.api}.`)
  await Promise.resolve()
}
