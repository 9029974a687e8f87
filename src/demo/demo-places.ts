// Invented streets; towns and their codes are real, so that an address looks like one; telephone numbers are of
// ranges that are set aside for drama (in the US 555-01xx).

export const streets = [
  'Quince Street',
  'Marlowe Lane',
  'Old Ferry Road',
  'Kestrel Avenue',
  'Tamarack Drive',
  "Widow's Walk",
  'Copper Kettle Way',
  'N 14th Street',
  'Paseo de las Golondrinas',
  'County Road 9½',
  'Hickory Hollow Court',
  'Lantern Hill',
  'Saltbox Row',
  'Peregrine Place',
  'Twelve Oaks Boulevard',
  'Rue Beauséjour',
  'Blue Heron Circle',
  'Juniper Terrace',
  'Foundry Street',
  'Route 17',
  'Mission Vista',
  'Wren & Finch Alley',
] as const;

export const secondLines = [
  'Apt 4',
  'Apt 12B',
  'Unit 7',
  '# 3',
  'Suite 200',
  'c/o the caretaker',
  'Lot 31',
  'Bldg C, Fl 2',
  'PMB 118',
] as const;

export interface Town {
  city: string;
  state: string;
  postalCode: string;
  areaCode: string;
}

export const towns: readonly Town[] = [
  { city: 'Austin', state: 'TX', postalCode: '78704', areaCode: '512' },
  { city: 'Boston', state: 'MA', postalCode: '02118', areaCode: '617' },
  { city: 'Hartford', state: 'CT', postalCode: '06103', areaCode: '860' },
  { city: 'Newark', state: 'NJ', postalCode: '07102', areaCode: '973' },
  { city: 'Burlington', state: 'VT', postalCode: '05401', areaCode: '802' },
  { city: 'Chicago', state: 'IL', postalCode: '60614-3921', areaCode: '312' },
  { city: 'Fresno', state: 'CA', postalCode: '93721', areaCode: '559' },
  { city: 'Cañon City', state: 'CO', postalCode: '81212', areaCode: '719' },
  { city: "Coeur d'Alene", state: 'ID', postalCode: '83814', areaCode: '208' },
  { city: 'Las Cruces', state: 'NM', postalCode: '88001', areaCode: '575' },
  { city: 'Winston-Salem', state: 'NC', postalCode: '27101', areaCode: '336' },
  { city: 'St. Louis', state: 'MO', postalCode: '63118', areaCode: '314' },
  { city: 'Honolulu', state: 'HI', postalCode: '96817', areaCode: '808' },
  { city: 'Anchorage', state: 'AK', postalCode: '99501', areaCode: '907' },
  { city: 'Detroit', state: 'MI', postalCode: '48207', areaCode: '313' },
  { city: 'El Paso', state: 'TX', postalCode: '79901', areaCode: '915' },
  { city: 'Miami', state: 'FL', postalCode: '33130', areaCode: '305' },
  { city: 'Rapid City', state: 'SD', postalCode: '57701', areaCode: '605' },
  { city: 'Seattle', state: 'WA', postalCode: '98118', areaCode: '206' },
  { city: 'Shreveport', state: 'LA', postalCode: '71101', areaCode: '318' },
  { city: 'Toledo', state: 'OH', postalCode: '43604', areaCode: '419' },
  { city: 'Washington', state: 'DC', postalCode: '20009', areaCode: '202' },
];

export interface ForeignPhone {
  phone: string;
  e164: string;
  country: string;
}

/** Of each country's range for drama, where it has one. */
export const foreignPhones: readonly ForeignPhone[] = [
  { phone: '+44 20 7946 0958', e164: '+442079460958', country: 'GB' },
  { phone: '+44 (0)161 496 0123', e164: '+441614960123', country: 'GB' },
  { phone: '+1 416-555-0123', e164: '+14165550123', country: 'CA' },
  { phone: '+61 2 5550 0142', e164: '+61255500142', country: 'AU' },
  { phone: '+49 30 23125 034', e164: '+493023125034', country: 'DE' },
  { phone: '+33 1 99 00 12 34', e164: '+33199001234', country: 'FR' },
];

/** What people type into a telephone field. */
export const unreadablePhones = [
  'ask at reception',
  '555-01',
  'disconnected',
  'none',
  "sister's: unknown",
] as const;
