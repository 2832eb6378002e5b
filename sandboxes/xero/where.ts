import { apiException, RequestRefused } from './refusal.ts'

/** What a field is worth in a filter: texts compare without regard to case, days and moments as milliseconds, money as a number. */
export type Value = string | number | boolean | null | undefined

/** The fields of a record that `where` and `order` may name, by their path (`Contact.ContactID`). */
export type Fields<Row> = Record<string, (row: Row) => Value>

/** Compiles a filter such as `Status=="AUTHORISED" AND Date>=DateTime(2026,1,1)`. Throws the 400 of a filter that cannot be read. */
export function whereFilter<Row>(where: string, fields: Fields<Row>, type: string): (row: Row) => boolean {
  const parser: Parser<Row> = { tokens: tokensOf(where), at: 0, lookup: lookupOf(fields, type), row: type }
  const filter = anyOf(parser)
  if (parser.at < parser.tokens.length) throw badFilter(`Syntax error at '${parser.tokens[parser.at]}'`)
  return (row) => filter(row) === true
}

/** The accessor of a field by its path in any case. */
export function lookupOf<Row>(fields: Fields<Row>, type: string): (path: string) => (row: Row) => Value {
  const byPath = new Map(Object.entries(fields).map(([path, read]) => [path.toLowerCase(), read]))
  return (path) => {
    const plain = path.toLowerCase().replace(/\.value$/, '')
    const read = byPath.get(plain)
    if (!read) throw badFilter(`No property or field '${path}' exists in type '${type}'`)
    return read
  }
}

/** UNCONFIRMED number and type (16, QueryParseException): from memory of the older documentation. */
export const badFilter = (message: string): RequestRefused => new RequestRefused(400, apiException(16, 'QueryParseException', message))

type Read<Row> = (row: Row) => Value

interface Parser<Row> {
  tokens: string[]
  at: number
  lookup: (path: string) => Read<Row>
  row: string
}

const TOKEN = /\s*(&&|\|\||==|!=|<>|<=|>=|[=<>!(),]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*|\.[A-Za-z]\w*)/y

function tokensOf(where: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (where.slice(TOKEN.lastIndex).trim() !== '') {
    const from = TOKEN.lastIndex
    const token = TOKEN.exec(where)?.[1]
    if (token === undefined) throw badFilter(`Syntax error at index ${from}`)
    tokens.push(token)
  }
  return tokens
}

function anyOf<Row>(parser: Parser<Row>): Read<Row> {
  let left = allOf(parser)
  while (took(parser, '||', 'or')) {
    const [a, b] = [left, allOf(parser)]
    left = (row) => a(row) === true || b(row) === true
  }
  return left
}

function allOf<Row>(parser: Parser<Row>): Read<Row> {
  let left = negated(parser)
  while (took(parser, '&&', 'and')) {
    const [a, b] = [left, negated(parser)]
    left = (row) => a(row) === true && b(row) === true
  }
  return left
}

function negated<Row>(parser: Parser<Row>): Read<Row> {
  if (!took(parser, '!', 'not')) return comparison(parser)
  const inner = negated(parser)
  return (row) => inner(row) !== true
}

function comparison<Row>(parser: Parser<Row>): Read<Row> {
  const left = operand(parser)
  const sign = parser.tokens[parser.at] ?? ''
  const compare = COMPARISONS[sign]
  if (!compare) return left
  parser.at += 1
  const right = operand(parser)
  return (row) => compare(folded(left(row)), folded(right(row)))
}

const COMPARISONS: Record<string, (a: Value, b: Value) => boolean> = {
  '==': (a, b) => a === b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<>': (a, b) => a !== b,
  '<': ordered((a, b) => a < b),
  '<=': ordered((a, b) => a <= b),
  '>': ordered((a, b) => a > b),
  '>=': ordered((a, b) => a >= b),
}

/** Nothing is smaller or greater than nothing, or than something of another sort. */
function ordered(compare: (a: string | number, b: string | number) => boolean): (a: Value, b: Value) => boolean {
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return compare(a, b)
    return typeof a === 'string' && typeof b === 'string' && compare(a, b)
  }
}

const folded = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : (value ?? null))

function operand<Row>(parser: Parser<Row>): Read<Row> {
  if (took(parser, '(')) {
    const inner = anyOf(parser)
    expect(parser, ')')
    return withMethods(parser, inner)
  }
  const token = parser.tokens[parser.at] ?? ''
  parser.at += 1
  if (token.startsWith('"') || token.startsWith("'")) return withMethods(parser, constant(unquoted(token)))
  if (/^-?\d/.test(token)) return constant(Number(token))
  const literal = LITERALS[token.toLowerCase()]
  if (literal !== undefined) return constant(literal)
  if (/^[A-Za-z_]/.test(token)) return named(parser, token)
  throw badFilter(token === '' ? 'Unexpected end of filter' : `Syntax error at '${token}'`)
}

const LITERALS: Record<string, Value> = { true: true, false: false, null: null }

const constant =
  <Row>(value: Value): Read<Row> =>
  () =>
    value

const unquoted = (token: string): string => token.slice(1, -1).replace(/\\(.)/g, '$1')

/** `Guid("…")`, `DateTime(…)`, `DateTime.Parse("…")`, a field, or a field with methods. */
function named<Row>(parser: Parser<Row>, token: string): Read<Row> {
  if (parser.tokens[parser.at] !== '(') return parser.lookup(token)
  const make = CALLS[token.toLowerCase()]
  if (make) return constant(make(constants(parser)))
  const dot = token.lastIndexOf('.')
  if (dot < 0) throw badFilter(`No method '${token}' exists in type '${parser.row}'`)
  parser.at -= 1
  parser.tokens[parser.at] = token.slice(dot)
  return withMethods(parser, parser.lookup(token.slice(0, dot)))
}

const CALLS: Record<string, (values: Value[]) => Value> = {
  guid: ([text]) => String(text).toLowerCase(),
  'guid.parse': ([text]) => String(text).toLowerCase(),
  datetime: (parts) => {
    const [year, month, day, hour, minute, second] = parts.map(Number)
    return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0)
  },
  'datetime.parse': ([text]) => Date.parse(/\d$/.test(String(text)) && String(text).length > 10 ? `${String(text)}Z` : String(text)),
}

function constants<Row>(parser: Parser<Row>): Value[] {
  return argumentsOf(parser).map((read) => {
    const unreachable = {} as Row // a constant never looks at the row
    return read(unreachable)
  })
}

function argumentsOf<Row>(parser: Parser<Row>): Read<Row>[] {
  const values: Read<Row>[] = []
  expect(parser, '(')
  while (!took(parser, ')')) {
    values.push(operand(parser))
    took(parser, ',')
  }
  return values
}

function withMethods<Row>(parser: Parser<Row>, base: Read<Row>): Read<Row> {
  let read = base
  while (parser.tokens[parser.at]?.startsWith('.')) {
    const name = (parser.tokens[parser.at] ?? '').slice(1).toLowerCase()
    parser.at += 1
    const method = METHODS[name]
    if (!method) throw badFilter(`No applicable method '${name}' exists in type 'String'`)
    const [inner, argument] = [read, parser.tokens[parser.at] === '(' ? argumentsOf(parser)[0] : undefined]
    read = (row) => method(String(inner(row) ?? '').toLowerCase(), String(argument?.(row) ?? '').toLowerCase())
  }
  return read
}

const METHODS: Record<string, (text: string, other: string) => Value> = {
  contains: (text, other) => text.includes(other),
  startswith: (text, other) => text.startsWith(other),
  endswith: (text, other) => text.endsWith(other),
  equals: (text, other) => text === other,
  tolower: (text) => text,
  toupper: (text) => text,
  tostring: (text) => text,
  trim: (text) => text.trim(),
}

function took<Row>(parser: Parser<Row>, ...words: string[]): boolean {
  if (!words.includes(parser.tokens[parser.at]?.toLowerCase() ?? '')) return false
  parser.at += 1
  return true
}

function expect<Row>(parser: Parser<Row>, word: string): void {
  if (!took(parser, word)) throw badFilter(`'${word}' expected`)
}
