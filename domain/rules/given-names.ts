/**
 * Given names in use among UK customers, a row for each with its short forms and spellings: two names of one row may be one person, two of different rows are two
 * people, however few letters they differ by (Paul and Paula).
 */
const rows =
  'adam,alan alun allan allen,albert bert bertie,alexander alex alec sandy,alfred alf alfie,alice,alison ally,amanda mandy,amy,andrew andy drew,angela angie,' +
  'ann anne anna annie,anthony tony antony,arthur,barbara barb babs,barry,benjamin ben benny,bernard bernie,beth elizabeth liz lizzie betty libby eliza elisabeth,' +
  'bethan,brenda,brian bryan,callum calum,carl karl,carla karla,caroline carolyn,catherine kate katherine kathryn katharine cathy kathy katie kat cath,charles charlie chas chuck,' +
  'charlotte lottie,christine chris chrissie christina tina,christopher chris kit,claire clare,clive,colin,craig,daniel dan danny,danielle dani,daniela,david dave davey dai,dawn,' +
  'dean,deborah debbie deb debra,dennis denis den,derek,diane diana di,donald don donnie,doreen,dorothy dot dotty,douglas doug,duncan,dylan,edward ed eddie ted teddy ned,' +
  'eileen,elaine,ellen ellie,emily em,emma,eric erik,erica erika,ernest ernie,euan ewan ewen,evan,fiona,florence flo,frances fran,francis frank frankie,frederick fred freddie,' +
  'gareth gary garry,gavin,geoffrey geoff jeff jeffrey,george,georgina,gerald gerry,gillian gill jill jillian,gordon,graham graeme grahame,gwen gwendoline,gwyn,hannah,harold harry hal,' +
  'harriet,hazel,heather,helen,henry harry hal,hilary,howard,hugh hughie,huw,ian iain,imran,irene,isabel isobel isabelle,ivor,jack john jon johnny jonny,jacqueline jackie jacqui,' +
  'james jim jimmy jamie,jan janet,jane,janice,jason,jean,jennifer jenny jen,jeremy jez,jessica jess,jill,joan,joanne jo joanna,jonathan jon jonny,joseph joe joey,josephine jo josie,' +
  'joshua josh,joyce,judith judy,julia,julian,julie,karen,keith,kelly,kenneth ken kenny,kevin kev,kimberley kim,kirsty,laura,lauren,lawrence laurence larry laurie,lee leigh,leonard len lenny,' +
  'leslie les lesley,lewis louis lou,linda lynda,lisa,llinos,lloyd,louise lou,lucy,luke,lynn lynne,malcolm malc,margaret maggie meg peggy marge mags,maria,marian,marie,marilyn,marion,mark marc,' +
  'martin,martyn,mary molly,matthew matt,maureen mo,maurice,megan,michael mike mick mickey,michelle shelley,mohammed muhammad mohamed mo,morgan,muriel,naomi,natalie nat,nathan nat,neil niall,nicholas nick nicky,' +
  'nicola nicky nikki,nigel,nora,norma,norman,oliver ollie,olivia,owen,pamela pam,patricia pat trish patsy paddy,patrick pat paddy,paul,paula,pauline,peter pete,philip phil phillip,philippa pippa,priya,' +
  'rachel rachael,ralph,raymond ray,rebecca becky becca,rhian,rhys,richard rick dick rich ricky,robert rob bob bobby robbie,roberta,robin,rodney rod,roger,ronald ron ronnie,ross,roy,russell russ,ruth,ryan,' +
  'sally,samantha sam,samuel sam sammy,sandra,sarah sara,scott,sean shaun shawn,sharon,sheila,shirley,simon si,simone,sian,sophie,stanley stan,stephanie steph,stephen steve steven,stuart stewart stu,susan sue susie suzanne,' +
  'sylvia,terence terry,teresa theresa terri,thomas tom tommy,timothy tim,tracey tracy,trevor trev,valerie val,vanessa,vera,veronica,victor vic,victoria vicky vikki,vincent vince,violet,walter wally,wayne,wendy,william bill will billy willie liam,' +
  'winifred,yvonne,zoe'

const rowsOf = new Map<string, Set<number>>()
for (const [row, names] of rows.split(',').entries()) {
  for (const name of names.trim().split(' ')) rowsOf.set(name, (rowsOf.get(name) ?? new Set<number>()).add(row))
}

/** Whether two given names may be one person's, by their short forms; undefined where one of them is not known. */
export function sameGivenName(one: string, other: string): boolean | undefined {
  const [ours, theirs] = [rowsOf.get(one), rowsOf.get(other)]
  if (ours === undefined || theirs === undefined) return undefined
  return one === other || [...ours].some((row) => theirs.has(row))
}

/** Whether a word is a given name. */
export const isGivenName = (word: string): boolean => rowsOf.has(word)
