import type { Known } from './customer-record.ts'

interface KnownFirm {
  known: Known
  /** How the books spell the name, where not as the office does. */
  bookName?: string
}

/** Firms that the books know before the first sync, by the name on the office's card. */
export const knownFirms: Record<string, KnownFirm> = {
  'Harbour Lettings Ltd': { known: 'sharedEmailHead' },
  'Redbrick Residential Ltd': { known: 'sharedEmailHead' },
  'Estuary Homes Ltd': { known: 'sharedEmailHead' },
  'Tideway Property Management Ltd': { known: 'otherSpelling', bookName: 'Tideway Property Management Limited' },
  'Marlowe & Finch LLP': { known: 'otherSpelling', bookName: 'Marlowe and Finch LLP' },
  'Bishop, Crane & Partners': { known: 'otherSpelling', bookName: 'Bishop Crane and Partners' },
  'Golden Acorn Rentals': { known: 'otherSpelling', bookName: 'Golden Acorn Rental' },
  'The "Copper Kettle" Café': { known: 'otherSpelling', bookName: 'Copper Kettle Cafe' },
  'Codfather & Son': { known: 'otherSpelling', bookName: 'Codfather and Son' },
  'Crêperie Le Phare': { known: 'otherSpelling', bookName: 'Creperie Le Phare' },
  'Smugglers Bar, Kitchen & Rooms': { known: 'otherSpelling', bookName: 'Smugglers Bar Kitchen and Rooms' },
  'Pizzeria Vesuvio Ltd': { known: 'otherSpelling', bookName: 'Pizzeria Vesuvio' },
  'Hillcrest C of E (VA) School': { known: 'otherSpelling', bookName: 'Hillcrest C. of E. VA School' },
  "St Olave's PCC": { known: 'otherSpelling', bookName: 'St Olaves P.C.C.' },
  'Velo Cycle Works Ltd': { known: 'otherSpelling', bookName: 'Velo Cycle Works Limited.' },
  'Ottery Print & Copy': { known: 'otherSpelling', bookName: 'OTTERY PRINT AND COPY' },
  'Fernworthy Caravan Park': { known: 'otherSpelling', bookName: 'Fernworthy Carravan Park' },
  'Pinnacle Construction South West Ltd': { known: 'sameVatNumber', bookName: 'Pinnacle Construction Southwest Limited' },
  'Hodge Brothers Builders Ltd': { known: 'sameVatNumber', bookName: 'Hodge Bros Builders Ltd' },
  'Glebe Developments Ltd': { known: 'sameVatNumber' },
  'Ironbridge Fit-Out Ltd': { known: 'sameVatNumber', bookName: 'Ironbridge Fitout Limited' },
  'Otterside Garden Centre Ltd': { known: 'sameVatNumber' },
  'Bengal Lancer Ltd': { known: 'sameVatNumber', bookName: 'Bengal Lancer' },
  'Westcountry Hearth Housing Association': { known: 'sameAccountNumber', bookName: 'Westcountry Hearth Housing Association Limited' },
  'Signal Hill Housing Trust': { known: 'sameAccountNumber' },
  'Oakfield Primary School': { known: 'sameAccountNumber' },
  'Larkhill Community College': { known: 'sameAccountNumber' },
  'Castle Keys Ltd': { known: 'sameAccountNumber', bookName: 'Castle Keys Limited' },
  'Haldon Veterinary Group': { known: 'sameAccountNumber' },
  'Exe Valley Homes': { known: 'sameEmail' },
  'Dartside Almshouses': { known: 'sameEmail' },
  'Priory Grammar': { known: 'sameEmail' },
  'Riverbank Sixth Form': { known: 'sameEmail' },
  'Golden Dragon': { known: 'sameEmail' },
  'The Plume of Feathers': { known: 'sameEmail' },
  'Seven Stars Inn': { known: 'sameEmail' },
  'Sunrise Dental Practice': { known: 'sameEmail' },
  'Clyst Motors Ltd': { known: 'sameEmail' },
  'Greyfriars Accountants LLP': { known: 'sameEmail' },
  'Wagon & Horses': { known: 'misspelt', bookName: 'Waggon & Horses' },
  'Bumble Bee Breakfasts': { known: 'misspelt', bookName: 'Bumblebee Breakfasts' },
  'Stonecross Secondary': { known: 'nameOnly' },
  'Ferryman Arms': { known: 'twiceInBooks' },
  'Hooper Funeral Directors': { known: 'archived' },
  'Rose Cottage Tea Rooms Ltd': { known: 'merged' },
  'Moorland Lets Ltd': { known: 'merged' },
  'Pipeline Plumb Supplies Ltd': { known: 'supplier' },
  'Torbay Tile Centre Ltd': { known: 'supplier' },
  'Manor Pumps Ltd': { known: 'tickedSupplier' },
}

/** Branches of letting agents: all of one agent share its e-mail. */
export const branches: Record<string, readonly string[]> = {
  'Harbour Lettings Ltd': ['Exmouth', 'Torquay', 'Totnes'],
  'Redbrick Residential Ltd': ['Plymouth', 'Saltash', 'Taunton'],
  'Estuary Homes Ltd': ['Tiverton', 'Minehead'],
  'Quayside Rentals Ltd': ['Plymouth', 'Exeter'],
  'Linden Row Management Ltd': ['Taunton', 'Newton Abbot'],
}

/** Firms of whose card the office has ticked that they are suppliers, too; it forgot the others. */
export const alsoSuppliers: readonly string[] = ['Manor Pumps Ltd']
