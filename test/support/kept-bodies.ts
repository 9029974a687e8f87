import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What our schema says of a kept text: a `body` is one that is sent, samples are for comparing the verdicts. */
export type KeptAs = 'body' | 'good-sample' | 'bad-sample';

/**
 * Writes a body into the folder that ARREARS_KEEP_BODIES names, for tools/vendor-schema-check.mjs; without that
 * variable it does nothing. The same body twice is one file.
 */
export function keepBody(xml: string, as: KeptAs = 'body'): void {
  const folder = process.env['ARREARS_KEEP_BODIES'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(xml).digest('hex').slice(0, 24);
  writeFileSync(join(folder, `${as}.${name}.xml`), xml);
}
