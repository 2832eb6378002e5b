import { lineAmount, pounds } from './amounts.ts'
import { type Article, firmArticles, homeArticles } from './catalogue.ts'
import type { CustomerType } from './customer-record.ts'
import type { InvoiceStory, LineRecord } from './invoice-record.ts'
import { totalsPerLine, totalsPerRate } from './printed-totals.ts'
import { at, type Random } from './random.ts'

/** The lines of one job for one kind of customer. */
export function jobLines(random: Random, type: CustomerType, story: InvoiceStory): LineRecord[] {
  const particular = particularLines[story]
  return particular
    ? particular(random)
    : discounted(
        random,
        articlesFor(random, type).map((article) => line(random, article)),
      )
}

const particularLines: Partial<Record<InvoiceStory, (random: Random) => LineRecord[]>> = {
  oncePerRate: linesThatRoundApart,
  sixDecimals: (random) => [line(random, meteredGas), line(random, random.pick(firmArticles.visits))],
  deposit: (random) => [fixedLine('DEP', 'Deposit for your new boiler', '1', random.pick(['250.00', '400.00', '500.00']), 'S')],
  depositFinal: (random) => homeArticles.installations.map((article) => line(random, article)),
  cis: (random) => constructionLines(random, 'tagged'),
  retention: (random) => withRetention(constructionLines(random, 'untagged')),
}

/** A line whose quantity and price are given. */
export function fixedLine(item: string, details: string, quantity: string, unitPrice: string, vat: LineRecord['vat']): LineRecord {
  const amount = lineAmount(quantity, unitPrice)
  return {
    item,
    details,
    quantity,
    unitPrice,
    discountPercent: '',
    discountAmount: 0,
    amount,
    vat,
    nominal: '4001',
    cis: '',
    depositInvoice: '',
  }
}

/** Priced to a millionth: no package that keeps four decimals can multiply it out again. */
const meteredGas: Article = {
  item: 'KWH',
  details: 'Metered gas recharge, per kWh',
  price: '0.034517',
  quantities: ['8321', '11947'],
  vat: 'S',
  nominal: '4003',
}

function line(random: Random, article: Article): LineRecord {
  const { item, details, price, vat, nominal } = article
  return { ...fixedLine(item, details, random.pick(article.quantities), price, vat), nominal }
}

function articlesFor(random: Random, type: CustomerType): Article[] {
  switch (type) {
    case 'domestic':
    case 'landlord':
      return homeJob(random)
    case 'contractor':
      return [...firmArticles.reverseLabour, random.pick(firmArticles.reverseMaterials)]
    case 'school':
      return [...firmJob(random), ...(random.chance(25) ? firmArticles.training : [])]
    case 'housingAssociation':
      return random.chance(12)
        ? [...firmArticles.reducedWork]
        : random.chance(8)
          ? [...firmArticles.greenWork, random.pick(firmArticles.visits)]
          : firmJob(random)
    case 'lettingAgent':
    case 'restaurant':
    case 'commercial':
      return firmJob(random)
    default:
      return type satisfies never
  }
}

function homeJob(random: Random): Article[] {
  const roll = random.int(1, 100)
  if (roll <= 34) return [random.pick(homeArticles.visits)]
  if (roll <= 68) return [random.pick(homeArticles.visits), ...some(random, homeArticles.parts, 3)]
  if (roll <= 80) return [random.pick(homeArticles.plans)]
  if (roll <= 86) return [random.pick(homeArticles.plans), random.pick(homeArticles.visits)]
  if (roll <= 93) return [...homeArticles.installations.slice(0, random.int(1, 4)), ...homeArticles.fees]
  return random.chance(50) ? [...homeArticles.grantWork] : [...homeArticles.greenWork, random.pick(homeArticles.parts)]
}

function firmJob(random: Random): Article[] {
  const roll = random.int(1, 100)
  if (roll <= 30) return [random.pick(firmArticles.visits)]
  if (roll <= 85) return [random.pick(firmArticles.visits), ...some(random, firmArticles.parts, 5)]
  return [...some(random, firmArticles.installations, 3), random.pick(firmArticles.visits)]
}

const some = (random: Random, articles: readonly Article[], most: number): Article[] =>
  random.shuffle(articles).slice(0, random.int(1, most))

/** One invoice in six has a discount on its first line: in percent, or so many pounds off. */
function discounted(random: Random, lines: LineRecord[]): LineRecord[] {
  const [first, ...others] = lines
  if (!first || !random.chance(17)) return lines
  if (random.chance(65) || first.amount < 6000) return [percentOff(first, random.pick(['5', '7.5', '10', '12.5'])), ...others]
  const discountAmount = random.pick([1000, 1250, 2500])
  return [{ ...first, discountAmount, amount: first.amount - discountAmount }, ...others]
}

const percentOff = (line: LineRecord, discountPercent: string): LineRecord => ({
  ...line,
  discountPercent,
  amount: lineAmount(line.quantity, line.unitPrice, discountPercent),
})

/** Tries lines until VAT rounded once per rate is a penny or two away from VAT per line. */
function linesThatRoundApart(random: Random): LineRecord[] {
  for (;;) {
    const lines = random.shuffle(firmArticles.parts).map((article) => line(random, article))
    const apart = Math.abs(totalsPerLine(lines, false).vat - totalsPerRate(lines, false).vat)
    if (apart === 1 || apart === 2) return lines
  }
}

function constructionLines(random: Random, tags: 'tagged' | 'untagged'): LineRecord[] {
  const labour = firmArticles.reverseLabour.map((article) => line(random, article))
  const materials = firmArticles.reverseMaterials.map((article) => line(random, article))
  if (tags === 'untagged') return [...labour, ...materials]
  return [...labour.map((one) => ({ ...one, cis: 'Labour' as const })), ...materials.map((one) => ({ ...one, cis: 'Materials' as const }))]
}

/** Five percent kept back until the end of the defects period, as a negative line with the same code. */
function withRetention(lines: LineRecord[]): LineRecord[] {
  const kept = lineAmount('0.05', pounds(totalsPerLine(lines, false).net))
  return [...lines, fixedLine('RETN', 'Retention 5 %, due after the defects period', '-1', pounds(kept), at(lines, 0).vat)]
}
