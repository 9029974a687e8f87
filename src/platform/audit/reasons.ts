import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { InjectSettings } from '../config/settings.token.js';
import type { ResolvedSettings } from '../config/resolved-settings.js';
import { DomainError } from '../errors/domain-error.js';

/** Why changes are made. */
@Injectable()
export class Reasons {
  constructor(@InjectSettings() private readonly settings: Pick<ResolvedSettings, 'requireReasons'>) {}

  /** What the request says, in its body or else in its header. */
  of(caller: Caller, body: { reason?: string | null }): string | null {
    return body.reason ?? caller.reason;
  }

  /**
   * @param what such as "a changed status"
   * @throws DomainError `invalid` where REQUIRE_REASONS asks for a reason that is missing
   */
  requireFor(what: string, reason: string | null): void {
    if (this.settings.requireReasons && reason === null)
      throw DomainError.invalidField('reason', `is required for ${what}; give it in the body or as X-Reason`);
  }
}
