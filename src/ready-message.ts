import { DEMO_SEED, demoExamples } from './demo/demo.service.js';
import type { LocalResources } from './platform/boot/local-resources.js';
import type { Sandboxes } from './platform/boot/sandboxes.js';

/**
 * What `npm start` ends with: where the service is, and a command that shows it at work. In production only
 * the first: the rest holds secrets.
 */
export function readyMessage(
  url: string,
  { settings, firstStart }: LocalResources,
  { gotransverse }: Sandboxes,
): string {
  const [token] = settings.jit.tokens;
  const lines = [`Arrears is ready at ${url}`];
  if (settings.production) return lines.join('\n');
  if (token !== undefined) {
    const example = settings.demoData ? demoExamples(DEMO_SEED).family : 'EXTERNAL_ID';
    lines.push(
      '',
      'What Tratta would be told about one account:',
      `  curl "${url}/jit/${token}?debt_account_external_id=${encodeURIComponent(example)}"`,
    );
  }
  if (gotransverse !== undefined)
    lines.push(
      '',
      `In place of Gotransverse a sandbox: ${gotransverse.baseUrl} (docs/gotransverse-sandbox.md)`,
    );
  if (firstStart && settings.adminApiKey !== undefined)
    lines.push(
      '',
      `The first admin key, kept in ${settings.dataDir}/secrets.json:`,
      `  ${settings.adminApiKey}`,
    );
  return lines.join('\n');
}
