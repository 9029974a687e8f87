import type { JitIncluded } from '../platform/config/settings.js';

/** Exactly the `data` that Tratta would be told now, with Tratta's field names. */
export interface JitPreviewView {
  location: Record<string, unknown>;
  customer: Record<string, unknown>;
  debt_account: Record<string, unknown>;
  child_debt_accounts?: Record<string, unknown>[];
}

/** What is to be known about a preview. */
export interface JitPreviewMeta {
  /** Sentences: why the told balance is what it is, and what is left out. */
  explanation: string[];
  /** Personal fields that Tratta is told and the caller's key is not: it has not the scope `pii`. */
  omitted: JitIncluded[];
}
