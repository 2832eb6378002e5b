import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { describe, expect, inject, test } from 'vitest'
import { openedText, personalWords } from './personal-words.ts'

Runtime.install({ logger: new DefaultLogger('ERROR') })

const folder = join(import.meta.dirname, 'histories')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const historyOf = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const replay = (codePath: string, name: string) => Worker.runReplayHistory({ workflowBundle: { codePath } }, historyOf(name))

describe('recorded histories of the real engine', () => {
  test('are of a run of several batches before and after it continued as new, a preview, a tie-out and a mailbox', () => {
    expect(names).toEqual(['mailbox.json', 'preview.json', 'reconcile.json', 'run-begun.json', 'run-continued.json'])
  })

  test.each(names)('%s is replayed by the workflows as they are now', async (name) => {
    await replay(inject('workflowBundlePath'), name)
  })

  test('are refused by workflows in which two stages have changed places', async () => {
    const code = readFileSync(inject('workflowBundlePath'), 'utf8')
    const reordered = code.replace(/(['"])codes\1,\s*(['"])mirror\2,\s*(['"])match\3/g, "'mirror', 'codes', 'match'")
    expect(reordered).not.toBe(code)
    const path = join(tmpdir(), `counterfoil-reordered-${process.pid}.cjs`)
    writeFileSync(path, reordered)
    await expect(replay(path, 'run-begun.json')).rejects.toThrow(/nondeterminism/i)
  })

  test.each(names)('%s holds no name, number, amount or token', (name) => {
    const text = openedText(historyOf(name))
    expect(personalWords().filter((word) => word.test(text))).toEqual([])
  })
})
