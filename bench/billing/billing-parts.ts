/** What `npm run bench -- billing` measures; any of them alone with `--parts`. */
export const BILLING_PARTS = ['runs', 'many', 'found', 'neighbours'] as const;
export type BillingPart = (typeof BILLING_PARTS)[number];
