// `npm run cli -- VERB …`. What preparing says goes to stderr: stdout belongs to the verb's answer.
import { prepareOrExit } from './prepare.mjs';

await prepareOrExit({ say: (text) => process.stderr.write(text) });
await import('../dist/src/cli/main.js');
