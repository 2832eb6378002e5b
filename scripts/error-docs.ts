import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ErrorRow, errorThemes } from '../domain/errors.ts'

/** The page docs/errors.md as it must be for the table as it is. */
export function errorDocs(): string {
  const sections = Object.entries(errorThemes).map(([theme, rows]) => section(theme, rows))
  return `${head}\n${sections.join('\n')}`
}

const head = `# What can be wrong, and what to do

Made from \`domain/errors.ts\` by \`node scripts/error-docs.ts --write\`; a test compares the two. Words in braces are filled in when a problem is shown.
Who mends it: **wait** it mends itself · **reconnect** sign in again · **settings** mapping and accounts · **document** the record in your software ·
**books** the record in the accounting package · **report** our bug, support knows. Every problem can be retried and dismissed; further choices are listed.
Codes never change their meaning.
`

function section(theme: string, rows: Record<string, ErrorRow>): string {
  return `## ${theme}\n\n${Object.entries(rows)
    .map(([code, row]) => entry(code, row))
    .join('\n')}`
}

function entry(code: string, row: ErrorRow): string {
  const choices =
    row.choices === undefined ? '' : `\n- Choices: ${row.choices.map(({ choice, label }) => `${label} (\`${choice}\`)`).join(' · ')}`
  return `### ${code}\n\n**${row.title}** (${row.remedy})\n\n- Cause: ${row.cause}\n- What to do: ${row.whatToDo}${choices}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run(process.argv[2])

function run(argument: string | undefined): void {
  const page = new URL('../docs/errors.md', import.meta.url)
  if (argument === '--write') writeFileSync(page, errorDocs())
  else if (argument === '--check') check(readFileSync(page, 'utf8'))
  else process.stdout.write(errorDocs())
}

function check(written: string): void {
  if (written === errorDocs()) return
  process.stderr.write('docs/errors.md is not what domain/errors.ts says: run `node scripts/error-docs.ts --write`\n')
  process.exitCode = 1
}
