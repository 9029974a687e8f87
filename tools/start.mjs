// `npm start`: makes the tree runnable, then runs the service in this same process.
import { prepareOrExit } from './prepare.mjs';

await prepareOrExit();
await import('../dist/src/main.js');
