import pg from 'pg';
import type { Prisma } from './generated/client.js';

/** Statements are few, since values stand beside them; texts made from values would fill the connections. */
const names = new Map<string, string>();
const MOST_NAMES = 500;

/** As Prisma reads them: numbers of 64 bits whole. Everything else as the driver reads it. */
const types = {
  getTypeParser: ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text'): unknown =>
    oid === pg.types.builtins.INT8
      ? BigInt
      : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};

/** A statement as the driver takes it, under a name by which a connection knows it again. */
export function preparedQuery({ text, values }: Prisma.Sql): pg.QueryConfig {
  return { text, values: values.map(asDriverTakes), types, ...named(text) };
}

function named(text: string): { name?: string } {
  let name = names.get(text);
  if (name === undefined && names.size < MOST_NAMES)
    names.set(text, (name = `statement_${String(names.size)}`));
  return name === undefined ? {} : { name };
}

function asDriverTakes(value: unknown): unknown {
  return value instanceof Uint8Array && !Buffer.isBuffer(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : value;
}
