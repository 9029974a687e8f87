import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';

it('tells of every setting in docs/settings.md', async () => {
  const source = await readFile('src/platform/config/settings.ts', 'utf8');
  const names = [...source.matchAll(/(?:value|optional|secret|named)\(\s*'([A-Z][A-Z0-9_]+)'/g)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(40);
  const documentation = await readFile('docs/settings.md', 'utf8');
  expect(names.filter((name) => !documentation.includes(`\`${String(name)}\``))).toEqual([]);
});
