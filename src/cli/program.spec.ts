import { expect, test } from '@jest/globals';
import { CommanderError } from 'commander';
import { commandsOf, makeProgram } from './program.js';

/** What commander says of a command line that it does not run. */
async function refusalOf(args: string[]): Promise<string> {
  const program = makeProgram();
  let told = '';
  for (const command of commandsOf(program))
    command.configureOutput({ writeErr: (text) => void (told += text), writeOut: () => undefined });
  await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow(CommanderError);
  return told;
}

test.each([
  [['accounts', 'post', 'D', '--kind', 'fee'], '--cents'],
  [['accounts', 'post', 'D', '--kind', 'fee', '--cents', '1', '--dollars', '1'], 'not as both'],
  [['accounts', 'post', 'D', '--kind', 'fee', '--dollars', '1.5'], 'two digits'],
  [['accounts', 'post', 'D', '--kind', 'fee', '--cents', '1.50'], 'whole cents'],
  [['accounts', 'post', 'D', '--cents', '1'], '--kind'],
  [['accounts', 'set', 'D', 'Jane Roe'], 'FIELD=VALUE'],
  [['accounts', 'set', 'D', 'settlement_amount=1.00'], 'whole cents'],
  [['accounts', 'set', 'D', 'itemization=soon'], 'JSON'],
  [['accounts', 'list', '--limit', '0'], 'whole number'],
  [['accounts', 'list', '--url', 'somewhere'], 'http://'],
  [['accounts', 'close', 'D', '--idempotency-key', 'Jane Roe'], 'without blanks'],
  [['accounts', 'show'], 'missing required argument'],
  [['accounts', 'shwo'], 'unknown command'],
  [['billing', 'push', 'D', '--wait', 'soon'], 'whole seconds'],
  [['billing', 'run', '--wait', 'soon'], 'whole seconds'],
  [['billing', 'pause'], '--reason'],
  [['billing', 'requeue', 'D'], '--state'],
  [['api', 'LOOK', '/'], 'GET'],
  [['api', 'GET', '/', '--data', '{}'], 'no body'],
  [['api', 'GET', '/', '--header', 'nonsense'], 'Name: value'],
])('wrong usage is told how to mend it: %j', async (args, hint) => {
  const told = await refusalOf(args);
  expect(told).toContain(hint);
});

test('a value that may be personal is not repeated', async () => {
  expect(await refusalOf(['customers', 'set', 'C-1', 'name=Jane', 'Roe'])).toMatch(/^error: change 2 is not/);
  expect(await refusalOf(['customers', 'set', 'C-1', 'addresses=Main St'])).not.toContain('Main');
});

const verbs = commandsOf(makeProgram()).filter(({ commands }) => commands.length === 0);

test.each(verbs.map((verb) => [`${verb.parent?.name() ?? ''} ${verb.name()}`, verb] as const))(
  'the help of "%s" teaches by an example',
  (_name, verb) => {
    let help = '';
    verb.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
    expect(help).toMatch(new RegExp(`Examples?:\\n {2}npm run cli -- .*\\b${verb.name()}\\b`));
  },
);
