/** The entry at a place that is known to exist. Throws RangeError where the model itself is wrong. */
export function entryAt<T>(list: readonly T[], at: number): T {
  const entry = list[at]
  if (entry === undefined) throw new RangeError(`nothing at ${at} of ${list.length}`)
  return entry
}
