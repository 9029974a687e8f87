import { readFileSync } from 'node:fs';
import type { Parser } from './parsers.js';

/** One wrong setting: which, why, and what a right one looks like. Never holds the value of a secret. */
export interface SettingsMistake {
  name: string;
  reason: string;
  example: string;
}

/** Reads settings by name, and gathers every mistake instead of stopping at the first. */
export class SettingsReader {
  readonly mistakes: SettingsMistake[] = [];
  private readonly examples = new Map<string, string>();

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  value<T>(name: string, parse: Parser<T>, example: string, fallback: T): T {
    return this.optional(name, parse, example) ?? fallback;
  }

  optional<T>(name: string, parse: Parser<T>, example: string): T | undefined {
    return this.parsed(name, this.set(name), parse, example);
  }

  /** As {@link optional}; the value may also stand in the file that `NAME_FILE` names. */
  secret<T>(name: string, parse: Parser<T>, example: string): T | undefined {
    this.examples.set(name, `${name}=${example}`);
    const [given, filed] = [this.set(name), this.fromFile(name)];
    if (given !== undefined && filed !== undefined)
      this.missing(`${name}_FILE`, `is set besides ${name}; set one of the two`);
    return this.parsed(name, given ?? filed, parse, example);
  }

  missing(name: string, reason: string, example = this.examples.get(name)): void {
    if (this.mistakes.some((mistake) => mistake.name === name)) return;
    this.mistakes.push({ name, reason, example: example ?? '' });
  }

  /** A name under one of `prefixes` that no setting has is most likely misspelt. */
  refuseUnknown(prefixes: readonly string[]): void {
    const known = [...this.examples.keys()];
    const unknown = Object.keys(this.environment).filter(
      (name) => prefixes.some((prefix) => name.startsWith(prefix)) && !known.includes(name),
    );
    for (const name of unknown)
      this.missing(name, 'is not a setting', this.examples.get(nearest(name, known)));
  }

  private parsed<T>(
    name: string,
    value: string | undefined,
    parse: Parser<T>,
    example: string,
  ): T | undefined {
    this.examples.set(name, `${name}=${example}`);
    if (value === undefined) return undefined;
    try {
      return parse(value);
    } catch (error) {
      this.missing(name, error instanceof Error ? error.message : 'is not valid');
      return undefined;
    }
  }

  private set(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  private fromFile(name: string): string | undefined {
    this.examples.set(`${name}_FILE`, `${name}_FILE=/run/secrets/${name.toLowerCase()}`);
    const path = this.set(`${name}_FILE`);
    if (path === undefined) return undefined;
    try {
      const content = readFileSync(path, 'utf8').trim();
      if (content !== '') return content;
      this.missing(`${name}_FILE`, 'names a file that is empty');
      return undefined;
    } catch (error) {
      const { code = 'unreadable' } = error as NodeJS.ErrnoException;
      this.missing(`${name}_FILE`, `names a file that cannot be read (${code})`);
      return undefined;
    }
  }
}

/** The known name that shares the longest beginning with a misspelt one. */
function nearest(name: string, known: readonly string[]): string {
  const shared = (candidate: string): number => {
    let length = 0;
    while (length < name.length && candidate[length] === name[length]) length += 1;
    return length;
  };
  return known.reduce(
    (best, candidate) => (shared(candidate) > shared(best) ? candidate : best),
    known[0] ?? '',
  );
}
