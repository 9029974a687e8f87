import { mismatched } from './refusal.js';

type Attributes = Readonly<Record<string, string>>;
type Condition = (attributes: Attributes) => boolean;

/** `(name eq 'text' and …)`: constants in single quotes; anything else ends a token. */
const TOKEN = /\s*('[^']*'|[()]|[^\s()']+)/y;

/**
 * Reads a `where…` clause: conditions on attributes, with `and`, `or` and parentheses.
 * @throws Refusal "Mismatched input" for anything else, double quotes among them
 */
export function whereClause(text: string): Condition {
  const tokens = tokensOf(text);
  const reader = new ClauseReader(tokens);
  const condition = reader.anyOf();
  reader.end();
  return condition;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = TOKEN.lastIndex) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw mismatched(text.slice(at), 'a constant in single quotes');
    tokens.push(token);
  }
  return tokens;
}

class ClauseReader {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  anyOf(): Condition {
    const conditions = [this.allOf()];
    while (this.takes('or')) conditions.push(this.allOf());
    return (attributes) => conditions.some((condition) => condition(attributes));
  }

  end(): void {
    const left = this.tokens[this.at];
    if (left !== undefined) throw mismatched(left, '<EOF>');
  }

  private allOf(): Condition {
    const conditions = [this.one()];
    while (this.takes('and')) conditions.push(this.one());
    return (attributes) => conditions.every((condition) => condition(attributes));
  }

  private one(): Condition {
    if (this.takes('(')) {
      const inner = this.anyOf();
      if (!this.takes(')')) throw mismatched(this.next(), ')');
      return inner;
    }
    const name = this.next();
    if (!/^[A-Za-z]\w*$/.test(name)) throw mismatched(name, 'IDENTIFIER');
    const operator = this.next().toLowerCase();
    const compare = OPERATORS[operator];
    if (compare === undefined) throw mismatched(operator, 'an operator');
    const constant = this.next();
    if (!constant.startsWith("'")) throw mismatched(constant, 'STRING');
    return (attributes) => compare(attributes[name], constant.slice(1, -1));
  }

  private next(): string {
    const token = this.tokens[this.at] ?? '<EOF>';
    this.at += 1;
    return token;
  }

  private takes(word: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== word) return false;
    this.at += 1;
    return true;
  }
}

type Comparison = (value: string | undefined, constant: string) => boolean;

const OPERATORS: Readonly<Record<string, Comparison | undefined>> = {
  eq: (value, constant) => order(value, constant) === 0,
  neq: (value, constant) => order(value, constant) !== 0,
  lt: (value, constant) => (order(value, constant) ?? 0) < 0,
  lte: (value, constant) => (order(value, constant) ?? 1) <= 0,
  gt: (value, constant) => (order(value, constant) ?? 0) > 0,
  gte: (value, constant) => (order(value, constant) ?? -1) >= 0,
  is: (value, constant) => constant.toLowerCase() === 'null' && value === undefined,
  isnot: (value, constant) => constant.toLowerCase() === 'null' && value !== undefined,
  like: (value, constant) => value !== undefined && likePattern(constant).test(value),
};

/** Numbers by size; all else by its characters, which puts ISO times of one zone in order. */
function order(value: string | undefined, constant: string): number | undefined {
  if (value === undefined) return undefined;
  const numbers = [Number(value), Number(constant)] as const;
  if (value !== '' && constant !== '' && numbers.every((number) => !Number.isNaN(number)))
    return numbers[0] - numbers[1];
  return value < constant ? -1 : value > constant ? 1 : 0;
}

function likePattern(constant: string): RegExp {
  const escaped = constant.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 's');
}
