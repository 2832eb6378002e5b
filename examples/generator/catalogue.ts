import type { VatCode } from './tax.ts'

/** One thing that the office charges for. Prices are decimal strings without VAT for firms, with VAT for private customers. */
export interface Article {
  item: string
  details: string
  price: string
  /** Quantities that occur. */
  quantities: readonly string[]
  vat: VatCode
  nominal: Nominal
}

/** The office's nominal codes. */
export const nominals = {
  '4000': 'Repairs and servicing',
  '4001': 'Installations',
  '4002': 'Service plans',
  '4003': 'Parts and materials',
  '4009': 'Fees passed on',
} as const
export type Nominal = keyof typeof nominals

const one = ['1'] as const
const hours = ['0.5', '0.75', '1', '1.25', '1.5', '2', '2.75', '3.5'] as const
const metres = ['2.4', '3.35', '6', '7.65', '12.5'] as const
const few = ['1', '2', '3', '4'] as const

/** What private customers and landlords are charged: prices with VAT. */
export const homeArticles = {
  visits: [
    { item: 'SERV', details: 'Annual boiler service', price: '89.00', quantities: one, vat: 'S', nominal: '4000' },
    {
      item: 'SERV+',
      details: 'Boiler service and gas safety check, two appliances',
      price: '119.50',
      quantities: one,
      vat: 'S',
      nominal: '4000',
    },
    { item: 'CP12', details: 'Landlord gas safety record (CP12)', price: '74.99', quantities: one, vat: 'S', nominal: '4000' },
    { item: 'CALL', details: 'Call-out, first hour', price: '78.00', quantities: one, vat: 'S', nominal: '4000' },
    {
      item: 'EMERG',
      details: 'Emergency call-out,\nSunday 23:10, smell of gas',
      price: '145.00',
      quantities: one,
      vat: 'S',
      nominal: '4000',
    },
  ],
  parts: [
    { item: 'LAB', details: 'Labour', price: '54.00', quantities: hours, vat: 'S', nominal: '4000' },
    { item: 'PCB', details: 'Main PCB,  Worcester 30i', price: '186.35', quantities: one, vat: 'S', nominal: '4003' },
    { item: 'DIVV', details: 'Diverter valve 3/4" incl. washers', price: '67.49', quantities: one, vat: 'S', nominal: '4003' },
    { item: 'TRV', details: 'Thermostatic radiator valve, 15 mm', price: '16.83', quantities: few, vat: 'S', nominal: '4003' },
    { item: 'INH', details: 'Inhibitor 1 l', price: '18.75', quantities: few, vat: 'S', nominal: '4003' },
    { item: 'PIPE15', details: 'Copper pipe 15 mm, per m', price: '4.1975', quantities: metres, vat: 'S', nominal: '4003' },
  ],
  plans: [
    {
      item: 'PLAN',
      details: 'Boiler care plan, quarter (insurance-backed, exempt)',
      price: '47.25',
      quantities: one,
      vat: 'E',
      nominal: '4002',
    },
    {
      item: 'PLAN+',
      details: 'Heating care plan, quarter (insurance-backed, exempt)',
      price: '68.10',
      quantities: one,
      vat: 'E',
      nominal: '4002',
    },
  ],
  installations: [
    { item: 'BOIL', details: 'Combination boiler 30 kW supplied and fitted', price: '2345.00', quantities: one, vat: 'S', nominal: '4001' },
    { item: 'FILT', details: 'Magnetic filter, fitted', price: '129.95', quantities: one, vat: 'S', nominal: '4001' },
    { item: 'FLUSH', details: 'Power flush, up to 10 radiators', price: '395.00', quantities: one, vat: 'S', nominal: '4001' },
    { item: 'RAD', details: 'Radiator K2 600×1000, hung and balanced', price: '184.47', quantities: few, vat: 'S', nominal: '4001' },
  ],
  greenWork: [
    {
      item: 'ASHP',
      details: 'Air-source heat pump 8 kW, supplied and installed (zero rate, energy-saving materials)',
      price: '9480.00',
      quantities: one,
      vat: 'Z',
      nominal: '4001',
    },
    {
      item: 'TRVZ',
      details: 'Heating controls with the heat pump (zero rate)',
      price: '412.60',
      quantities: one,
      vat: 'Z',
      nominal: '4001',
    },
  ],
  grantWork: [
    {
      item: 'GRANT',
      details: 'Grant-funded heating appliance, customer over 60 (reduced rate)',
      price: '1260.00',
      quantities: one,
      vat: 'R',
      nominal: '4001',
    },
    { item: 'GRANTR', details: 'Grant-funded radiator (reduced rate)', price: '141.33', quantities: few, vat: 'R', nominal: '4001' },
  ],
  fees: [
    { item: 'BCFEE', details: 'Council building notice fee, paid for you', price: '30.00', quantities: one, vat: 'O', nominal: '4009' },
  ],
} as const satisfies Record<string, readonly Article[]>

/** What firms are charged: prices without VAT. */
export const firmArticles = {
  visits: [
    {
      item: 'LGSR',
      details: 'Landlord gas safety record, per flat',
      price: '48.3333',
      quantities: ['1', '2', '3', '6', '9'],
      vat: 'S',
      nominal: '4000',
    },
    {
      item: 'CP42',
      details: 'Gas safety inspection, commercial catering (CP42)',
      price: '165.00',
      quantities: one,
      vat: 'S',
      nominal: '4000',
    },
    { item: 'PPM', details: 'Planned maintenance, plant room', price: '212.75', quantities: one, vat: 'S', nominal: '4000' },
    { item: 'LAB-C', details: 'Engineer, per hour', price: '47.85', quantities: hours, vat: 'S', nominal: '4000' },
    { item: 'TIGHT', details: 'Tightness test and purge, IGE/UP/1A', price: '138.60', quantities: one, vat: 'S', nominal: '4000' },
  ],
  parts: [
    { item: 'INTLK', details: 'Gas interlock panel', price: '318.42', quantities: one, vat: 'S', nominal: '4003' },
    { item: 'PIPE22', details: 'Copper pipe 22 mm, per m', price: '5.8425', quantities: metres, vat: 'S', nominal: '4003' },
    {
      item: 'NUTS',
      details: 'Olives & nuts, "mixed bag", each',
      price: '0.0875',
      quantities: ['37', '120', '250'],
      vat: 'S',
      nominal: '4003',
    },
    { item: 'FLEX', details: 'Catering hose 1 m, quick release', price: '46.07', quantities: few, vat: 'S', nominal: '4003' },
    { item: 'THERM', details: 'Thermocouple, universal', price: '11.36', quantities: few, vat: 'S', nominal: '4003' },
    {
      item: 'GLYC',
      details: 'Glycol, metered, per litre',
      price: '2.0375',
      quantities: ['18.5', '23.25', '40'],
      vat: 'S',
      nominal: '4003',
    },
    { item: 'SAND', details: 'Sundries', price: '3.33', quantities: ['1', '1.5', '2.5'], vat: 'S', nominal: '4003' },
  ],
  installations: [
    {
      item: 'BOIL-C',
      details: 'Condensing boiler 60 kW, supplied and fitted',
      price: '5980.00',
      quantities: one,
      vat: 'S',
      nominal: '4001',
    },
    { item: 'HEATR', details: 'Warm-air heater, suspended', price: '1874.55', quantities: ['1', '2'], vat: 'S', nominal: '4001' },
    { item: 'FLUE', details: 'Flue section 125 mm', price: '63.18', quantities: few, vat: 'S', nominal: '4001' },
  ],
  reducedWork: [
    {
      item: 'EMPTY',
      details: 'Heating in a dwelling empty for two years (reduced rate)',
      price: '1425.40',
      quantities: one,
      vat: 'R',
      nominal: '4001',
    },
    {
      item: 'EMPTYP',
      details: 'Materials for the empty dwelling (reduced rate)',
      price: '287.13',
      quantities: ['1', '2'],
      vat: 'R',
      nominal: '4003',
    },
  ],
  greenWork: [
    {
      item: 'ASHP-F',
      details: 'Heat pump in a flat, installed (zero rate, energy-saving materials)',
      price: '7150.00',
      quantities: one,
      vat: 'Z',
      nominal: '4001',
    },
  ],
  training: [
    { item: 'COURSE', details: 'Carbon monoxide awareness course (exempt)', price: '85.00', quantities: few, vat: 'E', nominal: '4009' },
  ],
  reverseLabour: [
    {
      item: 'RC-LAB',
      details: 'Gas first fix and second fix, labour (reverse charge: customer to pay the VAT to HMRC)',
      price: '1180.00',
      quantities: ['1', '2', '2.5'],
      vat: 'RC',
      nominal: '4001',
    },
  ],
  reverseMaterials: [
    {
      item: 'RC-MAT',
      details: 'Materials for gas installation (reverse charge: customer to pay the VAT to HMRC)',
      price: '463.72',
      quantities: ['1', '2'],
      vat: 'RC',
      nominal: '4003',
    },
    { item: 'RC-PIPE', details: 'Steel pipe 1", per m (reverse charge)', price: '9.4375', quantities: metres, vat: 'RC', nominal: '4003' },
  ],
} as const satisfies Record<string, readonly Article[]>
