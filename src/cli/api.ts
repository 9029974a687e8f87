import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { readFile } from 'node:fs/promises';
import { requestAny } from '../api-client/api-client.js';
import { CommandError } from './context.js';
import { print } from './output.js';
import { withService, written, writingVerb } from './service.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

interface ApiOptions {
  data?: string;
  header?: Record<string, string>;
}

export function addApi(program: Command): void {
  writingVerb(program, 'api', 'ask the API anything, and print its answer', [
    'api GET debt-accounts/D-1001',
    `api POST searches/customers --data '{"name":"roe jane"}'`,
    `api PATCH locations/NORTHWIND --data @change.json --header 'If-Match: "3"'`,
  ])
    .argument('<method>', METHODS.join(', '), method)
    .argument('<path>', 'below /api/v1/, or from / on: customers?limit=5, /health/ready')
    .option('--data <json>', 'the body, or @FILE that holds it')
    .option('--header <line>', 'such as "X-Reason: Told by the debtor"; may be repeated', header)
    .action(async (verb: string, path: string, options: ApiOptions, command: Command) => {
      if (verb === 'GET' && options.data !== undefined) command.error('error: a GET has no body');
      const body = options.data === undefined ? undefined : await dataFrom(options.data);
      await withService(command, async ({ client, json, idempotencyKey }) => {
        const isWrite = verb !== 'GET';
        const headers = { ...(isWrite ? { 'idempotency-key': idempotencyKey } : {}), ...options.header };
        const send = (): Promise<string> =>
          requestAny(client, verb, path.startsWith('/') ? path : `/api/v1/${path}`, { headers, body });
        const text = await (isWrite ? written(idempotencyKey, send) : send());
        print(answerOf(text), json);
      });
    });
}

/** JSON in lines for people; what is no JSON, such as the metrics, is a text. */
function answerOf(text: string): { json: unknown; text: string } {
  if (text === '') return { json: null, text: 'Done; the answer has no body.' };
  try {
    const json: unknown = JSON.parse(text);
    return { json, text: JSON.stringify(json, null, 2) };
  } catch {
    return { json: text, text: text.trimEnd() };
  }
}

async function dataFrom(given: string): Promise<string> {
  if (!given.startsWith('@')) return given;
  const file = given.slice(1);
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${file} cannot be read (${error.code ?? error.message})`);
  });
}

function method(value: string): string {
  const name = value.toUpperCase();
  if (!METHODS.includes(name)) throw new InvalidArgumentError(`It must be one of ${METHODS.join(', ')}.`);
  return name;
}

function header(line: string, before: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([\w-]+): ?([\t\x20-\x7e]*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('It must be written "Name: value", in ASCII.');
  return { ...before, [name.toLowerCase()]: value };
}
