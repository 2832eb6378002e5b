/** Who asked for a run, as far as a person needs to know. */
export function askedByWords(askedBy: string, provider: string): string {
  if (askedBy.startsWith('session:')) return 'someone on these pages'
  if (askedBy.startsWith('key:')) return 'your job software'
  return known[askedBy]?.replace('{provider}', provider) ?? askedBy
}

const known: Record<string, string> = {
  provider: 'a change in {provider}',
  'sign-in': 'the sign-in',
  sync: 'an earlier sync, for what it made ready to go',
  schedule: 'the schedule',
  automatic: 'automatic sync',
}
