import type { LocationType } from '../platform/database/generated/enums.js';
import type { Metadata } from './demo.types.js';

export interface InventedLocation {
  code: string;
  name: string;
  type: LocationType;
  metadata?: Metadata;
}

/** Who lent, who bought, and what was sold. A name may stand twice, under two types. */
export const inventedLocations: readonly InventedLocation[] = [
  {
    code: 'CRED-01',
    name: 'Bramblewick Savings Bank',
    type: 'original_creditor',
    metadata: { portfolio: 'BSB-CARDS', region: 'Northeast' },
  },
  { code: 'CRED-02', name: 'Quillfeather Credit Union', type: 'original_creditor' },
  {
    code: 'CRED-03',
    name: "St. Aldwyn's Hospital",
    type: 'original_creditor',
    metadata: { portfolio: 'PATIENT-ACCTS' },
  },
  { code: 'CRED-04', name: 'Crocus & Vane Dental', type: 'original_creditor' },
  {
    code: 'CRED-05',
    name: 'Pinderly Wireless',
    type: 'original_creditor',
    metadata: { campaign_emails_allowed: '0' },
  },
  { code: 'CRED-06', name: 'Mossgate Power & Light', type: 'original_creditor' },
  { code: 'CRED-07', name: 'Ombreville Auto Finance', type: 'original_creditor' },
  { code: 'CRED-08', name: 'Larkhaven Medical Group, P.A.', type: 'original_creditor' },
  { code: 'CRED-09', name: 'Kettlewell Home Goods', type: 'original_creditor' },
  { code: 'CRED-10', name: "Ferncastle University Bursar's Office", type: 'original_creditor' },
  { code: 'CRED-11', name: 'Tallow & Wick Stores', type: 'original_creditor' },
  { code: 'CRED-12', name: 'Copperfinch Personal Loans', type: 'original_creditor' },
  { code: 'CRED-13', name: 'Hollowbrook Water District', type: 'original_creditor' },
  { code: 'CRED-14', name: 'Juniper Row Apartments', type: 'original_creditor' },
  { code: 'CRED-15', name: 'Saltmarsh Veterinary Care', type: 'original_creditor' },
  { code: 'CRED-16', name: 'Umberfield Ambulance Service', type: 'original_creditor' },
  { code: 'CRED-17', name: 'Zephyr Street Fitness Club', type: 'original_creditor' },
  { code: 'CRED-18', name: 'Ravelstone Student Lending', type: 'original_creditor' },
  { code: 'CRED-19', name: 'Velvet Oak Jewelers', type: 'original_creditor' },
  { code: 'CRED-20', name: "Crédit Boréal de Ponchambre-l'Étang", type: 'original_creditor' },
  { code: 'cred 21/A+B', name: 'Eastmarrow County Clinic', type: 'original_creditor' },
  {
    code: 'BUYER-01',
    name: 'Alderquay Receivables LLC',
    type: 'current_creditor',
    metadata: { purchased: '2025-03-31', lot: 'AQ-7' },
  },
  { code: 'BUYER-02', name: 'Briarholt Asset Recovery Fund II', type: 'current_creditor' },
  { code: 'BUYER-03', name: 'Cinderpath Capital Partners', type: 'current_creditor' },
  { code: 'BUYER-04', name: 'Dunmarrow Portfolio Trust 2025-1', type: 'current_creditor' },
  { code: 'BUYER-05', name: 'Bramblewick Savings Bank', type: 'current_creditor' },
  { code: 'BUYER-06', name: 'Copperfinch Personal Loans', type: 'current_creditor' },
  { code: 'PROD-CARD', name: 'Credit card', type: 'product_type' },
  { code: 'PROD-AUTO', name: 'Auto loan', type: 'product_type' },
  { code: 'PROD-MED', name: 'Medical', type: 'product_type', metadata: { minimum_payment_amount: '2500' } },
  { code: 'PROD-LOAN', name: 'Personal loan', type: 'product_type' },
  { code: 'PROD-EDU', name: 'Tuition & student loan', type: 'product_type' },
  { code: 'PROD-UTIL', name: 'Utility', type: 'product_type' },
  { code: 'PROD-TEL', name: 'Telecom', type: 'product_type' },
  { code: 'PROD-RENT', name: 'Rent', type: 'product_type' },
];
