// `npm run bench -- NAME`. What preparing says goes to stderr: stdout belongs to the figures.
import { prepareOrExit } from './prepare.mjs';

await prepareOrExit({ say: (text) => process.stderr.write(text) });
await import('../dist/bench/main.js');
