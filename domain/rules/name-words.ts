/*
 * Words of names that say nothing about who it is, or say one particular thing: tables for `normalise-name.ts` and `compare-names.ts`. All in lower case, without
 * accents and points.
 */

/** Spellings of one word. */
export const spellings: Record<string, string> = {
  bros: 'brothers',
  centre: 'center',
  svcs: 'services',
  svc: 'services',
  serv: 'services',
  htg: 'heating',
  plbg: 'plumbing',
  elec: 'electrical',
  bldg: 'building',
  bldrs: 'builders',
  constr: 'construction',
  maint: 'maintenance',
  mgmt: 'management',
  mgt: 'management',
  prop: 'property',
  props: 'property',
  properties: 'property',
  dept: 'department',
  assoc: 'association',
  st: 'saint',
}

/** Words at the end of a name that say which of two of that name: father or son. `J R Smith` is neither. */
export const generations: Record<string, string> = {
  jnr: 'junior',
  jr: 'junior',
  junior: 'junior',
  snr: 'senior',
  sr: 'senior',
  senior: 'senior',
}

/** Forms in which a firm exists in law, and what tells one form from another; the rest (`company`, `the`) tells nothing. */
export const legalForms: Record<string, 'limited' | 'plc' | 'llp' | 'lp' | 'cic' | 'foreign' | 'none'> = {
  ltd: 'limited',
  limited: 'limited',
  cyf: 'limited',
  cyfyngedig: 'limited',
  plc: 'plc',
  ccc: 'plc',
  llp: 'llp',
  lp: 'lp',
  cic: 'cic',
  inc: 'foreign',
  gmbh: 'foreign',
  sa: 'foreign',
  bv: 'foreign',
  the: 'none',
  co: 'none',
  company: 'none',
}

export const titles: ReadonlySet<string> = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'sir', 'prof', 'rev', 'revd', 'messrs'])

/**
 * What firms add to say what they do: `Oldbury Plumbing` and `Oldbury Plumbing and Heating` may be one. Words that tell one firm of a group from another (holdings,
 * properties, a town) are not here.
 */
export const tradeWords: ReadonlySet<string> = new Set(
  (
    'and plumbing plumber plumbers heating gas boiler boilers electrical electrics electrician electricians building builder builders construction contractors ' +
    'contracting roofing roofer drainage drains maintenance repairs repair services service joinery carpentry decorating decorators painting glazing windows ' +
    'fencing landscaping gardening cleaning renewables solar bathrooms kitchens tiling plastering engineering engineers installations installers solutions ' +
    'lettings letting agents agency catering restaurant cafe bakery motors garage garages sons daughters brothers uk'
  ).split(' '),
)

/** What many names have in common, so that sharing it says nothing: kinds of house, of institution and of place. */
export const commonWords: ReadonlySet<string> = new Set(
  (
    'house court road street lane flat flats unit apartment farm cottage lodge hall mill view park church school primary academy college nursery nurseries hospital surgery ' +
    'council borough county city town parish housing association trust charity club society estate estates property properties management group holdings ' +
    'developments investments trading north south east west central hotel arms inn department office saint junior senior dental veterinary foods interiors printers'
  ).split(' '),
)
