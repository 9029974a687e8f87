// `npm run sandbox:NAME`. What preparing says goes to stderr: stdout belongs to the sandbox.
import { prepareOrExit } from './prepare.mjs';

const [name] = process.argv.splice(2, 1);
await prepareOrExit({ say: (text) => process.stderr.write(text) });
await import(`../dist/sandbox/${name}/main.js`);
