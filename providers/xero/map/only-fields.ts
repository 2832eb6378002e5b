/** The fields that an update was asked to send; all of them where nobody chose. */
export function onlyFields(fields: Record<string, string>, chosen: readonly string[] | undefined): Record<string, string> {
  if (chosen === undefined) return fields
  return Object.fromEntries(Object.entries(fields).filter(([name]) => chosen.includes(name)))
}
