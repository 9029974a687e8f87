import { OperatorError } from '../../errors/operator-error.js';

/** The embedded server cannot be had. The message is for people: what is wrong, where, and the way out. */
export class EmbeddedPostgresError extends OperatorError {
  override readonly name: string = 'EmbeddedPostgresError';
}

/** The cluster was made by another major release of PostgreSQL than the one that comes with this Arrears. */
export class ClusterVersionError extends EmbeddedPostgresError {
  override readonly name = 'ClusterVersionError';

  constructor(
    readonly cluster: string,
    readonly found: string,
    readonly expected: string,
  ) {
    super(
      `The database in ${cluster} was made by PostgreSQL ${found}, and this Arrears brings PostgreSQL ${expected}, ` +
        'which cannot open it. Nothing was changed. Start it once more with the release of Arrears that made it, ' +
        `save it with PostgreSQL ${expected}'s pg_dump, and restore it into an empty DATA_DIR; or serve it with a ` +
        `PostgreSQL ${found} of your own and set DATABASE_URL. To begin without the old data, move that folder away.`,
    );
  }
}

/** What every failure of the embedded server leaves open. */
export const useYourOwnServer = 'Set DATABASE_URL to use a PostgreSQL server of your own instead.';
