/** The end of a switch that knows every case; a new case that is forgotten does not compile. */
export function never(value: never): never {
  throw new Error(`Unknown case: ${JSON.stringify(value)}`)
}
