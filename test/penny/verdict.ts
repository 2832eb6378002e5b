import type { BooksCheck } from './check-books.ts'
import { type FigureRow, figuresOf, wrongFigures } from './figures.ts'
import type { OpenProblem, Scene } from './scene.ts'
import type { Sheet, SheetLine } from './sheet.ts'
import type { Standing } from './standings.ts'

/** What it came to in the end. */
export interface Verdict {
  /** One line a fault; none: to the penny. */
  faults: string[]
  /** Documents that are not in the books, by reason. */
  away: Map<string, string[]>
  check: BooksCheck
  sheet: Sheet
  /** The data set's own figures, what the planned changes made of them, and the books. */
  figures: FigureRow[]
  told: Map<string, number>
  notPossible: string[]
}

/** Nothing unexplained, nothing doubled, every balance equal, and everything that is not in the books says why. */
export function verdictOf(scene: Scene, sheet: Sheet, standings: Standing[], problems: OpenProblem[], check: BooksCheck): Verdict {
  const away = Map.groupBy(
    standings.filter(({ linked }) => !linked),
    ({ status, why }) => `${status} ${why ?? ''}`.trim(),
  )
  const silent = standings.filter(
    ({ linked, status, why }) =>
      !linked && (status === 'inBooks' || status === 'inFlight' || (status !== 'notDue' && status !== 'held' && why === undefined)),
  )
  const unforeseen = standings.filter(
    ({ ref, linked }) => !linked && !scene.town.exceptions.has(ref) && scene.ends.get(ref)?.live !== false,
  )
  const figures = figuresOf(scene, check)
  const faults = [
    ...(sheet.unexplained > 0 ? [`${sheet.unexplained} unexplained in the tie-out`] : []),
    ...sheet.lines.filter(({ cause }) => cause === 'doubled').map(({ kind, bookId }) => `doubled: ${kind ?? ''} ${bookId ?? ''}`),
    ...silent.map(({ ref, status }) => `${ref} is ${status} and nothing says why`),
    ...unforeseen.map(({ ref, status, why }) => `${ref} is not in the books: ${status} ${why ?? ''}`),
    ...problems
      .filter(({ kind, externalId }) => !scene.town.exceptions.has(`${kind ?? ''}/${externalId ?? ''}`))
      .map(({ code, kind, externalId, title }) => `open problem ${code} of ${kind ?? ''}/${externalId ?? ''}: ${title}`),
    ...sheet.lines
      .filter((line) => (line.list === 'differences' || line.list === 'balances') && !isForeseen(scene, sheet, line))
      .map(
        (line) =>
          `tie-out ${line.list} ${line.kind ?? ''}/${line.externalId ?? line.bookId ?? ''} ${line.cause ?? ''}: ours ${JSON.stringify(line.ours)}, theirs ${JSON.stringify(line.theirs)}`,
      ),
    ...check.faults,
    ...wrongFigures(figures),
  ]
  return {
    faults,
    away: new Map([...away].map(([why, each]) => [why, each.map(({ ref }) => ref)])),
    check,
    sheet,
    figures,
    told: scene.told,
    notPossible: scene.notPossible,
  }
}

/** What the data set itself explains: its exceptions, and records that stood in the books before the first day and that the host does not know. */
function isForeseen(scene: Scene, sheet: Sheet, { list, kind, externalId, bookId }: SheetLine): boolean {
  if (list === 'balances')
    return sheet.lines.some(
      (line) => line.list === 'differences' && line.theirs?.['contactId'] === bookId && isForeseen(scene, sheet, line),
    )
  return externalId === null ? scene.before.has(bookId ?? '') : scene.town.exceptions.has(`${kind ?? ''}/${externalId}`)
}
