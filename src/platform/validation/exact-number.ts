/** A number of at most so many characters, and without an exponent, always survives: so many digits do. */
export const CERTAIN_LENGTH = 15;
const ZERO = 48;

/**
 * Whether a number of JSON is still the same one after JavaScript has read it: not rounded, not infinite, not 0
 * for being too small. `0.1` is, though no float is exactly that: it is written as `0.1` again.
 */
export function survivesAsNumber(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  const written = String(value);
  return written === token || canonical(written) === canonical(token);
}

/** One form for all ways to write the same number: its digits without zeros around them, and their power of ten. */
function canonical(token: string): string {
  const sign = token.startsWith('-') ? '-' : '';
  const [mantissa = '', exponent = '0'] = token.slice(sign.length).toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const first = firstOther(digits);
  if (first === digits.length) return '0';
  const end = endOfOthers(digits);
  const power = Number(exponent) - fraction.length + (digits.length - end);
  return `${sign}${digits.slice(first, end)}e${String(power)}`;
}

/** By hand: a regular expression for zeros at the end takes quadratic time on a long run of them before it. */
function endOfOthers(digits: string): number {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return end;
}

function firstOther(digits: string): number {
  let first = 0;
  while (first < digits.length && digits.charCodeAt(first) === ZERO) first += 1;
  return first;
}
