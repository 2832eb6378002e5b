import { credits, customers, invoices, payments } from '../journeys/trade.ts'

/** Everything in the documents of the trade that belongs in no history: names, numbers, references and amounts of two pounds and more. */
export function personalWords(): RegExp[] {
  const words = [
    ...Object.values(customers).map(({ name }) => name),
    ...[...Object.values(invoices), ...Object.values(credits)].flatMap(({ number, totals }) => [number, totals.gross, totals.net]),
    ...Object.values(payments).flatMap(({ amount, reference }) => [amount, reference ?? '']),
    'Boiler service',
    'Test Gas Ltd',
    'Bearer',
    'refresh_token',
  ]
  return words.filter((word) => word !== '').map((word) => standing(String(word)))
}

/** An amount might stand by chance inside an id or a time, so it has to stand by itself; `"net":7500` does. */
export const standing = (word: string): RegExp => new RegExp(`(?<![\\w.-]|\\d:)${word.replace(/[.]/g, '\\.')}(?![\\w-]|\\.\\d|:\\d)`)

/** The text of a history with its payloads opened, without the numbers and times that Temporal itself writes in every event. */
export function openedText(history: unknown): string {
  return JSON.stringify(history, (key, value: unknown) => {
    if (
      ['eventId', 'taskId', 'eventTime', 'scheduledEventId', 'startedEventId', 'workflowTaskCompletedEventId', 'historySizeBytes'].includes(
        key,
      )
    )
      return undefined
    if (key === 'data' && typeof value === 'string') return Buffer.from(value, 'base64').toString('utf8')
    return value
  })
}
