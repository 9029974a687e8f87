import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PersonalDataVault } from '../crypto/personal-data.js';
import { DomainError } from '../errors/domain-error.js';
import { Page } from '../http/answers.js';

/** Where a list's walk stands: the values of its keyset, as text. */
export type Position = readonly string[];

const MAC_BYTES = 16;

/**
 * Cursors of lists: the position of the last record shown, so that the next page begins there however much
 * was added meanwhile, and as fast as the first. Signed and bound to their list and its filters; they hold
 * ids and times only, for they stand in URLs.
 */
@Injectable()
export class Cursors {
  constructor(private readonly vault: PersonalDataVault) {}

  /**
   * The page of rows that were read with one more than the limit, which tells whether there are others.
   * @param positionOf the keyset's values of a row
   */
  page<Row, Item>(
    list: CursoredList,
    rows: readonly Row[],
    positionOf: (row: Row) => Position,
    toItem: (row: Row) => Item,
  ): Page<Item> {
    const shown = rows.slice(0, list.limit);
    const last = shown.at(-1);
    const more = rows.length > list.limit && last !== undefined;
    return new Page(shown.map(toItem), more ? this.encode(list, positionOf(last)) : null);
  }

  /** @throws DomainError `invalid` for what is no cursor of this list with these filters */
  position(list: CursoredList): Position | null {
    if (list.cursor == null) return null;
    const [payload = ''] = list.cursor.split('.', 1);
    const known = this.vault
      .digests('cursor', signedText(list, payload))
      .map((digest) => `${payload}.${macOf(digest)}`);
    if (!known.some((cursor) => isSame(cursor, list.cursor ?? '')))
      throw DomainError.invalidField(
        'cursor',
        'is damaged, or belongs to another list or to other filters; begin again without it',
      );
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as string[];
  }

  private encode(list: CursoredList, position: Position): string {
    const payload = Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
    return `${payload}.${macOf(this.vault.digest('cursor', signedText(list, payload)))}`;
  }
}

/** What a cursor is bound to, and what one page asks for. */
export interface CursoredList {
  /** The list's own name. */
  name: string;
  /** Everything that decides which records the list has, and in which order. */
  filters: object;
  limit: number;
  cursor: string | null | undefined;
}

function macOf(digest: Buffer): string {
  return digest.subarray(0, MAC_BYTES).toString('base64url');
}

/** As texts, since several texts decode to the same bytes; in a time that tells nothing of where they differ. */
function isSame(known: string, given: string): boolean {
  const [one, other] = [Buffer.from(known, 'utf8'), Buffer.from(given, 'utf8')];
  return one.length === other.length && timingSafeEqual(one, other);
}

function signedText({ name, filters }: CursoredList, payload: string): string {
  const given = Object.entries(filters).filter(([, value]) => value != null);
  return JSON.stringify([name, given.sort(([a], [b]) => (a < b ? -1 : 1)), payload]);
}
