import { CERTAIN_LENGTH, survivesAsNumber } from './exact-number.js';

/** What is wrong with a JSON text that JSON.parse would take: where, as a path of members, and why. */
export interface JsonMistake {
  /** Such as `addresses.0.state`; empty for the whole text. */
  path: string;
  message: string;
}

/** Far beyond any request's own depth, and far from where recursion ends. */
const MAX_DEPTH = 20;
/** A path names at most this much of one member's name. */
const MAX_NAME_SHOWN = 64;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const BACKSLASH = 0x5c;
const LIST_OPENS = 0x5b;
const LIST_ENDS = 0x5d;
const OBJECT_OPENS = 0x7b;
const OBJECT_ENDS = 0x7d;

/** One object or list that the scanner is in. */
interface Level {
  /** The members so far; undefined in a list. */
  names: Set<string> | undefined;
  /** Whether the next string is a member's name. */
  nameIsNext: boolean;
  /** The member, or the place in the list, that the scanner is at. */
  at: string | number;
}

/**
 * Finds what JSON.parse silently drops or changes: members given twice, numbers that do not survive as JavaScript
 * numbers, `__proto__`, and depth. One pass over a text that JSON.parse has taken: of its grammar nothing is
 * checked here.
 * @returns the first mistake
 */
export function findJsonMistake(text: string): JsonMistake | undefined {
  return new JsonScanner(text).scan();
}

class JsonScanner {
  private readonly levels: Level[] = [];
  /** The innermost of them; undefined around the whole. */
  private level: Level | undefined;
  private mistake: JsonMistake | undefined;

  constructor(private readonly text: string) {}

  scan(): JsonMistake | undefined {
    const { text } = this;
    for (let at = 0; at < text.length && this.mistake === undefined;) at = this.step(at);
    return this.mistake;
  }

  /** @returns where to go on */
  private step(at: number): number {
    const code = this.text.charCodeAt(at);
    if (code === QUOTE) return this.passString(at);
    if (code === MINUS || isDigit(code)) return this.passNumber(at);
    if (code === COMMA) this.passComma();
    else if (code === OBJECT_OPENS || code === LIST_OPENS) this.enter(code === OBJECT_OPENS);
    else if (code === OBJECT_ENDS || code === LIST_ENDS) this.leave();
    return at + 1;
  }

  private enter(isObject: boolean): void {
    if (this.levels.length === MAX_DEPTH) this.refuse(`is nested deeper than ${String(MAX_DEPTH)} levels`);
    this.level = { names: isObject ? new Set() : undefined, nameIsNext: isObject, at: 0 };
    this.levels.push(this.level);
  }

  private leave(): void {
    this.levels.pop();
    this.level = this.levels.at(-1);
  }

  private passComma(): void {
    const { level } = this;
    if (level === undefined) return;
    if (level.names !== undefined) level.nameIsNext = true;
    else level.at = Number(level.at) + 1;
  }

  private passString(at: number): number {
    const end = this.endOfString(at);
    const { level } = this;
    if (level?.nameIsNext === true) this.takeName(level, this.text.slice(at + 1, end));
    return end + 1;
  }

  private takeName(level: Level, written: string): void {
    const name = written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
    level.nameIsNext = false;
    level.at = name;
    if (name === '__proto__') this.refuse('is not a field of this request');
    const { names } = level;
    if (names === undefined) return;
    const before = names.size;
    if (names.add(name).size === before) this.refuse('is given more than once');
  }

  /** The quote that ends the string which begins at `at`: one with an even number of backslashes before it. */
  private endOfString(at: number): number {
    const { text } = this;
    let end = at;
    let backslashes: number;
    do {
      end = text.indexOf('"', end + 1);
      backslashes = 0;
      while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    } while (backslashes % 2 === 1);
    return end;
  }

  private passNumber(at: number): number {
    const { text } = this;
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end += 1;
    // Most are short and whole, and done with here.
    if (!isPartOfNumber(text.charCodeAt(end)) && end - at <= CERTAIN_LENGTH) return end;
    while (isPartOfNumber(text.charCodeAt(end))) end += 1;
    if (!survivesAsNumber(text.slice(at, end)))
      this.refuse('is a number with more digits, or a larger or smaller one, than can be kept exactly');
    return end;
  }

  private refuse(message: string): void {
    this.mistake ??= { path: this.levels.map(({ at }) => shown(String(at))).join('.'), message };
  }
}

function isDigit(code: number): boolean {
  return code >= DIGIT_0 && code <= DIGIT_9;
}

/** Digits, `+`, `-`, `.`, `e` and `E`. */
function isPartOfNumber(code: number): boolean {
  return isDigit(code) || code === MINUS || code === 0x2b || code === 0x2e || code === 0x45 || code === 0x65;
}

function shown(name: string): string {
  return name.length <= MAX_NAME_SHOWN ? name : `${name.slice(0, MAX_NAME_SHOWN)}…`;
}
