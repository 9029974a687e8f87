/** What somebody types to find a person is a name unless it looks like something else. */
export function personalCriterion(text: string): readonly [field: 'name' | 'phone' | 'email', value: string] {
  if (text.includes('@')) return ['email', text];
  return looksLikePhone(text) ? ['phone', text] : ['name', text];
}

/** No id has blanks at its ends. */
export function canBeId(text: string): boolean {
  return text.trim() === text && text !== '' && text.length <= 255;
}

export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

function looksLikePhone(text: string): boolean {
  return /^[+\d\s().\-/]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 7;
}
