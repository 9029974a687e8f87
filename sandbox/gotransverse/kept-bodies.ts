import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes each body that was received to a file of its own, so that a schema can judge them afterwards. */
export class KeptBodies {
  private count: number;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.count = Math.max(0, ...readdirSync(folder).map((name) => Number.parseInt(name, 10) || 0));
  }

  /** `000001-1.28-billingAccounts.create.xml` */
  keep(body: Buffer, version: string, operation: string): void {
    if (body.length === 0) return;
    this.count += 1;
    const name = `${String(this.count).padStart(6, '0')}-${version}-${operation}.xml`;
    writeFileSync(join(this.folder, name), body);
  }
}
