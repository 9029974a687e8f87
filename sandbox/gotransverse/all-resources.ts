import { billingAccounts } from './accounts.js';
import { adjustments } from './adjustments.js';
import { customFieldValues } from './custom-field-values.js';
import { parties } from './parties.js';
import { payments } from './payments.js';
import { invoices, readOnlyResources } from './read-only-resources.js';
import type { Desk, Resource } from './resource.js';
import { Views } from './views.js';

/** Every resource that the sandbox has. Others of the vendor's are answered 404. */
export function accountsAndTheRest(desk: Desk): Resource[] {
  const views = new Views(desk.books);
  return [
    billingAccounts(desk, views),
    parties(desk, views, 'person'),
    parties(desk, views, 'organization'),
    adjustments(desk, views),
    payments(desk, views),
    customFieldValues(desk, views),
    invoices(),
    ...readOnlyResources(desk, views),
  ] as Resource[];
}
