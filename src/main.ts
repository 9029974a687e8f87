import { SettingsError } from './platform/config/settings.js';
import { runService } from './service-process.js';

/** Failures that a person can mend, told without a stack. */
const PLAIN = [
  'SettingsError',
  'MigrationError',
  'DataFolderInUseError',
  'DataFolderNotWritableError',
  'SecretsFileError',
  'EmbeddedPostgresError',
  'ClusterVersionError',
  'PortError',
];

try {
  await runService();
} catch (error) {
  const plain = error instanceof SettingsError || (error instanceof Error && PLAIN.includes(error.name));
  process.stderr.write(
    `\nArrears did not start.\n${plain ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
