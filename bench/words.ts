/** Names that a made-up company's customers are called by; every pair of a first name and a surname is one person. */
export const firstNames =
  'Adam Alice Amir Anna Arthur Beth Brian Carla Chloe Colin Daisy David Deepa Derek Donna Edith Ellen Emma Eric Faith Fiona Frank Gareth Gemma George Grace Hannah Harry Helen Hugh Imran Irene Ivan Jack Janet Jason Jenny Joan Karen Keith Kiran Laura Leon Linda Lucy Malik Maria Mark Megan Nadia Nigel Olga Oscar Paul Petra Quentin Rachel Ravi Robert Ruth'.split(
    ' ',
  )

export const surnames =
  'Abbott Ainsley Atkins Barlow Bennett Birch Blake Bowden Brookes Burgess Calder Carver Chapman Clayton Coates Cooper Crane Crosby Curtis Dalton Dawson Denham Dixon Draper Duffy Eaton Ellis Emmett Farrow Fenwick Finch Fletcher Foster Garner Gibbs Goddard Graves Greaves Hadley Hale Hancock Harding Hewitt Hobbs Holden Hooper Ibbotson Ingram Irving Jarvis Jenkins Judd Keane Kemp Kendall Kirby Lamb Langley Lawton Leach Lister Lomax Maddox Marsh Mercer Milner Moody Nash Neville Norris Oakley Ogden Osborne Padgett Palmer Parrish Pickett Pollard Quayle Quinn Radley Ramsay Reeves Rhodes Sadler Salter Sharpe Slater Tatum Thorne Tindall Tolley Upton Varley Vickers Wainwright Walsh Webster Whitby Yardley'.split(
    ' ',
  )

export const streets = ['Station Road', 'Mill Lane', 'Church Street', 'The Crescent', 'Victoria Avenue', 'Orchard Close', 'Bridge Street']

export const places = ['Ashby', 'Barton', 'Carlton', 'Denby', 'Eastwick', 'Farnley', 'Grimley', 'Hartwell', 'Kirkby']
