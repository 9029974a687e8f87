import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What can be told of a phone number as it was given. */
export interface PhoneFacts {
  /** As `+15125550100`; null where the text is not one plain number. */
  phoneE164: string | null;
  /** ISO 3166 code; numbers of the North American plan that belong to no other country count as US. */
  phoneCountry: string | null;
}

const UNKNOWN: PhoneFacts = { phoneE164: null, phoneCountry: null };

/** Digits and the usual marks between them: no words, extensions, or digits of other scripts. */
const PLAIN_NUMBER = /^\+?[\d ().-]+$/;

/**
 * Reads a number as a caller in the United States would dial it. The number is told to Tratta as it was
 * given, and one that Tratta cannot read costs the whole answer: so only plain ones are recognised.
 */
export function phoneFacts(phone: string | null | undefined): PhoneFacts {
  if (phone == null || !PLAIN_NUMBER.test(phone)) return UNKNOWN;
  const parsed = parsePhoneNumberFromString(phone, 'US');
  if (parsed?.isPossible() !== true) return UNKNOWN;
  const northAmerican = parsed.countryCallingCode === '1';
  if (northAmerican && parsed.nationalNumber.length !== 10) return UNKNOWN;
  const country = parsed.country ?? (northAmerican ? 'US' : undefined);
  return country === undefined ? UNKNOWN : { phoneE164: parsed.number, phoneCountry: country };
}
