import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Settings } from '../config/settings.js';

/**
 * The process's log: JSON lines, or readable text where a person watches. Never given personal data: log
 * ids and route patterns, not names, paths or bodies.
 */
export let logger: Logger = pino({ level: 'warn' });

/** Sets the level and form of {@link logger}; called once, at boot. */
export function configureLogger(settings: Pick<Settings, 'logLevel'>, interactive: boolean): void {
  const level = settings.logLevel;
  logger = interactive
    ? pino({
        level,
        transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } },
      })
    : pino({ level, base: { pid: process.pid } });
}

/** Nest's own messages, in our form. Its tales of every route and module are for debugging only. */
export const nestLogger: LoggerService = {
  log: (message: unknown) => {
    logger.debug(String(message));
  },
  debug: (message: unknown) => {
    logger.debug(String(message));
  },
  verbose: (message: unknown) => {
    logger.trace(String(message));
  },
  warn: (message: unknown) => {
    logger.warn(String(message));
  },
  error: (message: unknown) => {
    logger.error(String(message));
  },
  fatal: (message: unknown) => {
    logger.fatal(String(message));
  },
};
