/** The server's command line but for the cluster. It stands above what is written in the cluster's files. */
export function serverSettings({ port, durable }: { port: number; durable: boolean }): string[] {
  const settings = { ...common, ...(durable ? {} : withoutDurability), port };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

const common = {
  // Reached by this machine alone, and through no socket in a folder that others may write to.
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // The pools of several processes at once: the service, the command line, a benchmark, the tests' workers.
  max_connections: 200,
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failed statements and the details of broken constraints quote personal data and passwords. Whoever sent
  // the statement gets the whole error; the log keeps only what happened.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** For tests, whose data need not survive the machine. */
const withoutDurability = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
};
