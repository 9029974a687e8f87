import { invalid, mismatched } from './refusal.js';

/** `xs:decimal`, in major units. */
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/**
 * Decimal text as integer cents.
 * @throws Refusal for what is no decimal, is below 0, is finer than a cent or too large to be kept exactly
 */
export function centsOf(text: string, name: string): number {
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') throw mismatched(text, 'DECIMAL');
  // Trailing zeros say nothing: 5.000 is 5.00.
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > 2) throw invalid(`${name} is finer than a cent`);
  const cents = Number(whole + significant.padEnd(2, '0'));
  if (!Number.isSafeInteger(cents)) throw invalid(`${name} is too large`);
  if (sign === '-' && cents !== 0) throw invalid(`${name} must not be negative`);
  return cents;
}

/** Cents as the vendor writes amounts: `-12.30`. */
export function decimalOf(cents: bigint | number): string {
  const whole = BigInt(cents);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(3, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
