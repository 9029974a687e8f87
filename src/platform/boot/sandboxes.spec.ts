import { expect, it } from '@jest/globals';
import { resolveSettings } from '../config/resolved-settings.js';
import { readSettings } from '../config/settings.js';
import { openSandboxes } from './sandboxes.js';

const substitutes = {
  databaseUrl: 'postgresql://db/x',
  encryptionKeys: [{ id: 'k', key: Buffer.alloc(32) }],
};
const VENDOR = {
  GOTRANSVERSE_BASE_URL: 'https://my.tractbilling.com/t/s/r',
  GOTRANSVERSE_USERNAME: 'u',
  GOTRANSVERSE_PASSWORD: 'p',
};

it.each([{ SANDBOXES: 'off' }, VENDOR, { ...VENDOR, SANDBOXES: 'on' }])(
  'starts nothing with %j',
  async (environment) => {
    const settings = resolveSettings(readSettings(environment), substitutes);
    const sandboxes = await openSandboxes(settings);
    expect(sandboxes).toMatchObject({ settings, gotransverse: undefined });
    await sandboxes.close();
  },
);

it('says what to do where this build has none, as sources have not and the image has not', async () => {
  const settings = resolveSettings(readSettings({ SANDBOXES: 'on' }), substitutes);
  await expect(openSandboxes(settings)).rejects.toThrow('set SANDBOXES=off');
});
