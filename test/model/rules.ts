/** The rules of the push protocol that can be switched off one by one; numbers are those of the exactly-once rules. */
export const rules = {
  openItem: '2: a document has at most one open envelope item; while it has one it is neither planned nor claimed',
  claimAgain: '3: the claim decides again on what stands then: version, link',
  parentLinked: '3, 21: the claim wants every parent linked',
  createOnly: '4: a create can only create, never overwrite by number',
  firstNumber: '5: until it is linked, every create of a document carries the number first sent',
  token: '6: a record without a number of its own carries a token unique to its document',
  sentOnce: '7: an envelope that may have arrived is never sent again',
  attempt:
    '7: an envelope belongs to one attempt, is taken over only when its lease is over, and every write is compare-and-set on the attempt',
  sendBy: '8: after marking, the first byte goes out within sendBy or not at all',
  turnFirst: '8: the turn is taken before the envelope is marked sent',
  databaseClock: '9: all times are those of the database',
  silenceIsUnknown: '10: only a complete answer settles; a lost or cut one is unknown',
  notTakenGoesAgain: '10: 401, 403 and 429 put the envelope back with the same key; they are no refusal',
  goesAlone: '10: of a request refused as a whole each document goes alone',
  usedIsEvidence: '11: "already used" is evidence of an earlier arrival and is looked up',
  usedWaits: '11: … and where nothing is seen yet, once more after the visibility lag',
  settleTime: '12: a look-up waits until the request can no longer be working',
  visibilityLag: '12: … and until what it made can be seen',
  byEnvelope: "13: a look-up goes by the envelope's body, not by today's document",
  pushedVersion: '13: the link is made for the version that was pushed',
  voidIsSeen: '14: a look-up sees void and deleted records',
  otherIsNotAbsent: '15: found, but something else, is never absent',
  excludeLinked: '15: a record that belongs to another document is no candidate',
  readUpdate: '16: an update with an unknown outcome is read before anything else',
  sweep: "17: every run picks up the connection's envelopes whose lease is over, whoever wrote them",
  organisation: '18: an envelope is neither sent nor looked up in another organisation',
  lookFirst: '19: after the database was set back a create is looked up before it is sent',
  lookFirstWaits: '19: … and not before the requests that were on their way then can no longer be working',
  lookAgain: '20: what was concluded absent is looked up again by the next run, and two records of one document are told',
  children: '21: what links a parent makes its children due, and every run begins by waking what waits for a parent that is linked',
  planHolds: '21: a plan holds its documents and their parents still from reading to writing',
  inFlight: '22: a record that bears the number or token of an open item is no candidate for adopting',
  tokenOwns: '22: money that bears the token of another document is never adopted',
  allocationsLookFirst: '19: … an allocation always, because nothing in the mirror says that it is ours',
  allocationsStayDue: '21: a credit is looked at for its allocations in the run that looked at the credit itself',
  oneWriter: '24: where the provider demands it, one writer at a time holds the books until its request can no longer be working',
  allocationRead: "6: an allocation with an unknown outcome is looked up among the credit's allocations",
} as const
export type RuleName = keyof typeof rules

/** Which rules hold. */
export type Rules = Readonly<Record<RuleName, boolean>>

export const ruleNames = Object.keys(rules) as RuleName[]

/** All rules but these. */
export const without = (...off: RuleName[]): Rules =>
  Object.fromEntries(ruleNames.map((name) => [name, !off.includes(name)])) as Record<RuleName, boolean> // one entry for each name
