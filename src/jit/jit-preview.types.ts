import type { JitIncluded } from '../platform/config/settings.js';
import { OrAbsent, ShowsSchema, ShowsTextList } from '../platform/openapi/shown.js';

const TOLD_OBJECT = { type: 'object' } as const;

/** Exactly the `data` that Tratta would be told now, with Tratta's field names. */
export class JitPreviewView {
  @ShowsSchema(TOLD_OBJECT, 'The creditor.', { external_id: 'NORTHWIND', name: 'Northwind Bank' })
  location!: Record<string, unknown>;

  @ShowsSchema(TOLD_OBJECT, 'The debtor.', { external_id: 'C-1001', name: 'Jane Roe' })
  customer!: Record<string, unknown>;

  @ShowsSchema(TOLD_OBJECT, 'The account; `current_balance` is the told balance.', {
    external_id: 'D-1001',
    balance: 125000,
    current_balance: 100000,
  })
  debt_account!: Record<string, unknown>;

  @OrAbsent()
  @ShowsSchema({ type: 'array', items: TOLD_OBJECT }, 'The children, of an account that has some.')
  child_debt_accounts?: Record<string, unknown>[];
}

/** What is to be known about a preview. */
export class JitPreviewMeta {
  @ShowsTextList('Sentences: why the told balance is what it is, and what is left out.')
  explanation!: string[];

  @ShowsTextList('Personal fields that Tratta is told and the key is not: it has not the scope `pii`.')
  omitted!: JitIncluded[];
}
