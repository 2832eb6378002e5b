import type { ErrorRow } from './error-row.ts'

/** What can be wrong with a connection, the sign-in and the road to the accounting package. */
export const connectionErrors = {
  CONNECTION_LOST: {
    remedy: 'reconnect',
    title: 'The connection to {provider} has ended',
    cause:
      '{provider} no longer accepts our permission. This happens when someone disconnects the app there, or after a long time without use.',
    whatToDo: 'Press Reconnect and sign in. Settings, links and history are kept, and everything that waits goes on by itself.',
  },
  TOKEN_EXPIRED: {
    remedy: 'wait',
    title: 'The sign-in is being renewed',
    cause: '{provider} said that our short-lived access had run out.',
    whatToDo: 'Nothing. It is renewed by itself and the work goes on.',
  },
  TOKEN_EXPIRING: {
    remedy: 'reconnect',
    title: 'The connection to {provider} ends on {date}',
    cause: 'The permission that was given lasts for a limited time.',
    whatToDo: 'Press Reconnect and sign in before then. Nothing is lost if it is later, but nothing is sent meanwhile.',
  },
  NEEDS_PERMISSION: {
    remedy: 'reconnect',
    title: 'A permission is missing in {provider}',
    cause: 'The permission given to us does not cover this: {detail}.',
    whatToDo: 'Press Reconnect, sign in as a user who may give it, and leave every box ticked.',
  },
  ORGANISATION_DISCONNECTED: {
    remedy: 'reconnect',
    title: 'This organisation is no longer connected',
    cause: '{provider} does not let us into this organisation any more. Someone may have disconnected it there.',
    whatToDo: 'Press Reconnect and choose the same organisation.',
  },
  ORGANISATION_CHANGED: {
    remedy: 'reconnect',
    title: 'The connection now leads to another organisation',
    cause: 'This was sent to one organisation, and the connection was since moved to another. It is neither sent nor looked up there.',
    whatToDo: 'Reconnect to the first organisation, or press Send it again to put it into the books that are connected now.',
    choices: [{ choice: 'sendAgain', label: 'Send it again' }],
  },
  ORGANISATION_IN_USE: {
    remedy: 'settings',
    title: 'This organisation already has a connection',
    cause: 'Another connection of this company uses the same organisation in {provider}. Two would put every invoice in twice.',
    whatToDo: 'Use the existing connection, or press Disconnect on it first.',
  },
  ORGANISATION_NOT_CHOSEN: {
    remedy: 'settings',
    title: 'Choose an organisation',
    cause: 'You gave us permission for several organisations, or for none.',
    whatToDo: 'Choose the organisation whose books are meant and press Use this organisation.',
  },
  USER_NOT_PERMITTED: {
    remedy: 'reconnect',
    title: 'The person who connected may not do this in {provider}',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Let someone with full access to the books press Reconnect, or widen that user’s rights in {provider} and press Retry.',
  },
  CONSENT_REFUSED: {
    remedy: 'reconnect',
    title: 'Access was not allowed',
    cause: 'The page of {provider} was left without allowing access.',
    whatToDo: 'Press Connect again and choose Allow access. Nothing was changed.',
  },
  SIGN_IN_EXPIRED: {
    remedy: 'reconnect',
    title: 'That sign-in is too old or was already used',
    cause: 'A sign-in must be finished within ten minutes, once, in the browser that began it.',
    whatToDo: 'Press Connect again.',
  },
  APP_KEYS_REFUSED: {
    remedy: 'settings',
    title: '{provider} does not accept the client id and secret',
    cause: 'The keys of your own app were refused: {detail}.',
    whatToDo:
      'Copy both again from the developer page of {provider}, check that the redirect address there is the one shown here, save, and press Connect.',
  },
  CONNECTION_PAUSED: {
    remedy: 'settings',
    title: 'The connection is paused',
    cause: 'Someone paused it.',
    whatToDo: 'Press Resume. What waited meanwhile is sent then.',
  },
  CONNECTION_NOT_READY: {
    remedy: 'settings',
    title: 'The connection is not ready',
    cause: 'It is still being set up, or has been disconnected.',
    whatToDo: 'Press Connect, finish signing in and choose the organisation; then press Save & Sync again.',
  },
  SETTINGS_INCOMPLETE: {
    remedy: 'settings',
    title: 'Settings are not complete',
    cause: 'Before this can be sent, {field} must be chosen.',
    whatToDo: 'Open the settings of the connection and fill in what is marked.',
  },
  ENTITLEMENT_ENDED: {
    remedy: 'settings',
    title: 'The subscription or trial has ended',
    cause: 'Synchronising is paid for, and it ended on {date}.',
    whatToDo: 'Renew the subscription. Everything is kept, and what waits is sent then.',
  },
  ENTITLEMENT_ENDING: {
    remedy: 'settings',
    title: 'The trial ends on {date}',
    cause: 'Afterwards nothing is sent until the subscription begins.',
    whatToDo: 'Subscribe before then to go on without a break.',
  },
  PROVIDER_DOWN: {
    remedy: 'wait',
    title: '{provider} does not answer',
    cause: '{provider} is down or being maintained: {detail}.',
    whatToDo: 'Nothing. It is tried again by itself.',
  },
  ORGANISATION_OFFLINE: {
    remedy: 'wait',
    title: 'This organisation is offline at {provider}',
    cause: '{provider} takes one organisation offline for some minutes now and then.',
    whatToDo: 'Nothing. It is tried again in about five minutes.',
  },
  PROVIDER_RATE_LIMITED: {
    remedy: 'wait',
    title: '{provider} asked us to wait',
    cause: 'Too many calls in a short time, perhaps together with other apps on the same books.',
    whatToDo: 'Nothing. The work goes on as soon as it may.',
  },
  PROVIDER_DAY_LIMIT: {
    remedy: 'wait',
    title: 'Today’s calls to {provider} are used up',
    cause: '{provider} allows a number of calls per day for one organisation.',
    whatToDo: 'Nothing. The rest is sent when the day’s limit starts again.',
  },
  SETTLING: {
    remedy: 'wait',
    title: 'We are finding out what {provider} took',
    cause:
      'An answer got lost. The request may still be working there, so it is looked up when it no longer can be, and not sent again before.',
    whatToDo: 'Nothing. It takes two minutes.',
  },
  OUTCOME_UNKNOWN: {
    remedy: 'reconnect',
    title: 'We do not know whether {provider} took {document}',
    cause: 'The answer got lost and, for an hour, we could not look it up. It is not sent again before we know.',
    whatToDo: 'If the connection is broken, reconnect: then it is looked up by itself. If it is not, tell support.',
  },
  PROVIDER_ANSWER_UNREADABLE: {
    remedy: 'report',
    title: '{provider} answered in a way we do not understand',
    cause: 'The answer was complete but not what its documentation describes: {detail}.',
    whatToDo: 'Support has been told. Nothing is sent again before it is looked up.',
  },
  PROVIDER_REQUEST_INVALID: {
    remedy: 'report',
    title: '{provider} could not read our request',
    cause: '{provider} said: “{detail}”. This is our mistake, not yours.',
    whatToDo: 'Support has been told. Nothing was entered.',
  },
  PROVIDER_KEY_REUSED: {
    remedy: 'wait',
    title: '{provider} has seen this request before',
    cause: 'It says that the key of this request was used earlier, which means that an earlier attempt arrived.',
    whatToDo: 'Nothing. The record is looked up and linked.',
  },
  PROVIDER_NOT_IMPLEMENTED: {
    remedy: 'report',
    title: '{provider} does not offer this',
    cause: '{provider} said: “{detail}”.',
    whatToDo: 'Support has been told. Enter it in the books by hand if it cannot wait.',
  },
  WEBHOOK_SIGNATURE_INVALID: {
    remedy: 'report',
    title: 'A message did not come from {provider}',
    cause: 'Its signature is wrong, so it was not read.',
    whatToDo: 'Nothing, unless messages from {provider} stay away: then check the webhook key.',
  },
} as const satisfies Record<string, ErrorRow>
