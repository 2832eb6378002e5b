/** Letters added, left out, changed or swapped with their neighbour (optimal string alignment); 3 stands for more than two. */
export function typos(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3
  const [a, b] = withoutCommonEnds(left, right)
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const row = typosRow(a, b, i, last, before)
    if (Math.min(...row) > 2) return 3
    before = last
    last = row
  }
  return Math.min(last[b.length] ?? 3, 3)
}

/** What is left when both begin and end alike: most pairs are decided by a few letters. */
function withoutCommonEnds(a: string, b: string): [string, string] {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)]
}

function typosRow(a: string, b: string, i: number, last: number[], before: number[]): number[] {
  const row = [i]
  for (let j = 1; j <= b.length; j += 1) {
    const changed = (last[j - 1] ?? Infinity) + (a[i - 1] === b[j - 1] ? 0 : 1)
    const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity
    row.push(Math.min(changed, swapped, (last[j] ?? Infinity) + 1, (row[j - 1] ?? Infinity) + 1))
  }
  return row
}
