import { restNamespace } from './resource.js';

/** Ten times ten times …: a gigabyte of text out of a kilobyte. */
const LEVELS = 9;

/** Answers that a careless reader of XML would come to harm by. */
export function attackOf(
  fault: 'billion_laughs' | 'external_entity' | 'bad_character_reference',
  version: string,
): string {
  const root = (eid: string): string =>
    `<createResponse xmlns="${restNamespace(version)}" type="BillingAccount" eid="${eid}"/>`;
  if (fault === 'bad_character_reference') return root('&#0;&#xFFFF;');
  const text = (entity: string): string =>
    `<createResponse xmlns="${restNamespace(version)}" type="BillingAccount">&${entity};</createResponse>`;
  if (fault === 'external_entity')
    return `<!DOCTYPE createResponse [<!ENTITY file SYSTEM "file:///etc/passwd">]>\n${text('file')}`;
  const entities = Array.from({ length: LEVELS }, (_none, at) => {
    const below = `&l${String(at)};`;
    return `<!ENTITY l${String(at + 1)} "${below.repeat(10)}">`;
  });
  return ['<!DOCTYPE createResponse [<!ENTITY l0 "lol">', ...entities, `]>`, text(`l${String(LEVELS)}`)].join(
    '\n',
  );
}
