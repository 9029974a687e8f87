/** What XML 1.0 cannot carry at all, written in any way (https://www.w3.org/TR/xml/#charsets). */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const NOT_CARRIED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/**
 * Whether XML 1.0 can carry the text: no control characters but tab and line ends, no half of a pair. Records
 * are refused where it cannot, because Gotransverse speaks XML.
 */
export function carriedByXml(text: string): boolean {
  return !NOT_CARRIED.test(text);
}
