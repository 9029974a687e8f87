import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What can be told of a phone number as it was given. */
export interface PhoneFacts {
  /** As `+15125550100`; null where the text is no possible number. */
  phoneE164: string | null;
  /** ISO 3166 code; numbers of the North American plan that belong to no other country count as US. */
  phoneCountry: string | null;
}

/** Reads a number as a caller in the United States would dial it. */
export function phoneFacts(phone: string | null | undefined): PhoneFacts {
  const parsed = phone == null ? undefined : parsePhoneNumberFromString(phone, 'US');
  if (parsed?.isPossible() !== true) return { phoneE164: null, phoneCountry: null };
  const country = parsed.country ?? (parsed.countryCallingCode === '1' ? 'US' : null);
  return country === null
    ? { phoneE164: null, phoneCountry: null }
    : { phoneE164: parsed.number, phoneCountry: country };
}
