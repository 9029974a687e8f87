import { DomainError } from '../platform/errors/domain-error.js';
import { toDay } from '../platform/validation/fields.js';
import type { AddressBody, CustomerFields } from './customer.types.js';

const PARTS_OF_NAME = ['first_name', 'middle_name', 'last_name', 'suffix'] as const;

/**
 * What fields must be together; the database holds most of it too.
 * @throws DomainError `invalid`
 */
export function checkCustomer(
  body: CustomerFields,
  { date_of_birth }: { date_of_birth?: string | null | undefined },
  now: Date,
): void {
  const part = body.kind === 'organization' ? PARTS_OF_NAME.find((name) => body[name] != null) : undefined;
  if (part !== undefined)
    throw DomainError.invalidField(part, 'is for persons only; an organization has its name');
  if (date_of_birth != null && toDay(date_of_birth) > now)
    throw DomainError.invalidField('date_of_birth', 'must not be in the future');
  checkAddresses(body.addresses ?? []);
}

function checkAddresses(addresses: readonly AddressBody[]): void {
  if (addresses.filter(({ is_primary }) => is_primary === true).length > 1)
    throw DomainError.invalidField('addresses', 'must have one primary address, not several');
  addresses.forEach(({ line1, line2, city, postal_code, state, country }, index) => {
    if ([line1, line2, city, postal_code, state, country].every((part) => part == null))
      throw DomainError.invalidField(
        `addresses.${String(index)}`,
        'must say where: give at least one of line1, line2, city, postal_code, state, country',
      );
  });
}
