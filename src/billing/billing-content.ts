import { Injectable } from '@nestjs/common';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import { FINAL_STATUSES } from '../debt-accounts/debt-account.types.js';
import type { BilledBooks } from './billing-books.js';
import type { MappedAccount, Remark } from './gotransverse/account-content.types.js';
import { mapAccount } from './gotransverse/account.mapper.js';
import type { ResolvedReferences } from './gotransverse/gotransverse.reference-data.js';

/** What an account's books come to at Gotransverse, by the settings. */
@Injectable()
export class BillingContent {
  private readonly linksParents: boolean;

  constructor(@InjectSettings() private readonly settings: ResolvedSettings) {
    const { linkParents } = settings.gotransverse;
    this.linksParents = linkParents ?? settings.gotransverse.connection?.sandbox === true;
  }

  of({ source, parent }: BilledBooks, references: ResolvedReferences): MappedAccount {
    const { accountPrefix, billType, apiVersion: version } = this.settings.gotransverse;
    const linked = this.linksParents && parent?.eid != null ? { parentEid: parent.eid } : {};
    const mapped = mapAccount({ ...source, ...linked }, { ...references, accountPrefix, billType, version });
    return 'refusals' in mapped
      ? { refusals: mapped.refusals.map(asTheApiNamesIt) }
      : { content: mapped.content, leftOut: mapped.leftOut.map(asTheApiNamesIt) };
  }

  /** What Gotransverse knows our account by. */
  externalAccountNum(externalId: string): string {
    return `${this.settings.gotransverse.accountPrefix}${externalId}`;
  }

  /** The parent that must be there before the account is sent; undefined where it need not wait. */
  awaitedParent({ parent }: BilledBooks): string | undefined {
    // One that was final before it was ever there never will be.
    const comes = parent !== null && parent.eid === null && !FINAL_STATUSES.includes(parent.status);
    return this.linksParents && comes ? parent.externalId : undefined;
  }
}

/** `customer.address.postalCode` is `customer.address.postal_code` to those who can mend it. */
function asTheApiNamesIt({ field, message }: Remark): Remark {
  const named = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { field: named.replace(/^account\./, 'debt_account.'), message };
}
