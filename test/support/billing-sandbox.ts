import type { GotransverseSandbox } from '../../sandbox/gotransverse/gotransverse-sandbox.js';
import { GOTRANSVERSE_SANDBOX_NAMES } from '../../src/platform/config/gotransverse-sandbox-names.js';

const NAMES = GOTRANSVERSE_SANDBOX_NAMES;

/** The settings of a service whose vendor is a sandbox in the tests' process, by the names that it seeds. */
export function billingOn({
  baseUrl,
  username,
  password,
}: Pick<GotransverseSandbox, 'baseUrl' | 'username' | 'password'>): Record<string, string> {
  return {
    GOTRANSVERSE_BASE_URL: baseUrl,
    GOTRANSVERSE_USERNAME: username,
    GOTRANSVERSE_PASSWORD: password,
    GOTRANSVERSE_BILL_CYCLE: NAMES.billCycle,
    GOTRANSVERSE_ACCOUNT_CATEGORY: NAMES.accountCategory,
    GOTRANSVERSE_PLACEMENT_REASON: NAMES.placementReason,
    GOTRANSVERSE_DEBIT_REASON: NAMES.debitReason,
    GOTRANSVERSE_CREDIT_REASON: NAMES.creditReason,
    GOTRANSVERSE_SUSPENSION_REASON: NAMES.suspensionReason,
    GOTRANSVERSE_DEACTIVATION_REASON: NAMES.deactivationReason,
    GOTRANSVERSE_CUSTOM_FIELDS: NAMES.customFields.map((pair) => pair.join('=')).join(','),
    // One that is asked for again is looked for four times in this span.
    GOTRANSVERSE_SETTLE_SECONDS: '1',
  };
}
