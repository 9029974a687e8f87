import { createHash, timingSafeEqual } from 'node:crypto';

/** The path secrets that are accepted, kept as digests and compared in constant time. */
export class JitTokens {
  private readonly digests: readonly Buffer[];

  constructor(tokens: readonly string[]) {
    this.digests = tokens.map(digest);
  }

  accepts(token: string): boolean {
    const given = digest(token);
    let accepted = false;
    // Every digest is compared, so that time tells nothing about which one it was.
    for (const expected of this.digests) accepted = timingSafeEqual(given, expected) || accepted;
    return accepted;
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
