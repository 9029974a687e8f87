/**
 * What the Gotransverse sandbox calls the reference data that a sync needs: it seeds these, and settings that
 * name none of their own take them where the service runs on the sandbox.
 */
export const GOTRANSVERSE_SANDBOX_NAMES = {
  billCycle: 'Monthly',
  accountCategory: 'Debt',
  placementReason: 'Placement',
  debitReason: 'Balance increase',
  creditReason: 'Balance decrease',
  suspensionReason: 'Hold',
  deactivationReason: 'Closed',
} as const;
