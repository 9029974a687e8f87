import { join } from 'node:path';
import type * as Embedded from '../../src/platform/database/embedded/embedded-postgres.js';

export default async function globalSetup(): Promise<void> {
  const built = (await import(join(process.cwd(), 'dist/src/platform/database/embedded/embedded-postgres.js'))) as typeof Embedded;
  console.log(typeof built.startEmbeddedPostgres, process.version);
}
