import type { Values } from '../domain/errors.ts'
import type { NotificationCode } from '../ledger/shapes.ts'
import { explain } from './explain.ts'
import { isErrorCode } from './is-error-code.ts'

/** What the bell says, in one line. */
export const notificationWords = (code: NotificationCode, values: Values, provider: string): string => words[code](values, provider)

const words: Record<NotificationCode, (values: Values, provider: string) => string> = {
  RUN_FINISHED: ({ count }, provider) =>
    count
      ? `Sent to ${provider} or linked there: ${count}.`
      : `The sync with ${provider} is done.${count === 0 ? ' There was nothing to send.' : ''}`,
  RUN_NEEDS_ATTENTION: ({ count }) =>
    count === undefined ? 'Some records need attention.' : count === 1 ? 'One record needs attention.' : `${count} records need attention.`,
  RUN_FAILED: (values, provider) => `The sync with ${provider} stopped. ${reason(values, provider)}`.trim(),
  CONNECTION_NEEDS_ATTENTION: (values, provider) => `The connection to ${provider} needs attention. ${reason(values, provider)}`.trim(),
  TIE_OUT_AGREES: (_values, provider) => `Both sides agree: ours and ${provider}.`,
  TIE_OUT_DIFFERS: ({ count }, provider) =>
    count === undefined ? `There are differences to ${provider}.` : `${count} differences to ${provider}.`,
  SCHEDULE_MISSED: () => 'The nightly comparison did not run.',
  MATCHES_ASKED: ({ count }) => (count === undefined ? 'There are questions about customers.' : `${count} questions about customers.`),
  SIGN_IN_FAILED: (values, provider) => `The sign-in to ${provider} was not finished. ${reason(values, provider)}`.trim(),
  CONSENT_EXPIRES: ({ date }, provider) =>
    date === undefined ? `The sign-in to ${provider} ends soon.` : `The sign-in to ${provider} ends on ${date}.`,
}

/** The title of what it was for, as a sentence. */
const reason = ({ code }: Values, provider: string): string =>
  typeof code === 'string' && isErrorCode(code) ? `${explain(code, {}, null, provider).title}.` : ''
