import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';

/** The versions of a record that a caller is willing to change; `*`: whichever it has; null: even none yet. */
export type Precondition = readonly bigint[] | '*' | null;

/** One entity tag as we give them. A proxy that compresses answers marks it weak; it still names the version. */
const TAG = /^(?:W\/)?"(\d{1,18})"$/;

/** `If-Match` where the caller may leave it out. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): Precondition => {
  return readIfMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']);
});

/** `If-Match` where a change without it could undo one that its caller has not seen. */
export const RequiredIfMatch = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Precondition => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined)
      throw new DomainError(
        'precondition_required',
        'Read the record, and send its ETag as If-Match: what was changed meanwhile is then not undone',
      );
    return readIfMatch(header);
  },
);

/** @throws DomainError `malformed` */
export function readIfMatch(header: string | undefined): Precondition {
  if (header === undefined) return null;
  if (header.trim() === '*') return '*';
  const versions = header.split(',').map((tag) => TAG.exec(tag.trim())?.[1]);
  if (versions.some((version) => version === undefined))
    throw new DomainError('malformed', 'If-Match must be an ETag as answers have it, such as "3", or *');
  return versions.map((version) => BigInt(version ?? 0));
}

/**
 * @param version the record's, read under its lock
 * @throws DomainError `precondition_failed`
 */
export function assertVersion(version: bigint, precondition: Precondition): void {
  if (precondition === null || precondition === '*' || precondition.includes(version)) return;
  throw new DomainError(
    'precondition_failed',
    `The record is at version ${String(version)}, which If-Match does not name; read it again and look what has changed`,
  );
}

/** @throws DomainError `precondition_failed` where a record is asked for that does not exist */
export function assertMayBeNew(precondition: Precondition): void {
  if (precondition !== null)
    throw new DomainError(
      'precondition_failed',
      'If-Match asks for a record that does not exist; leave it out to create one',
    );
}
