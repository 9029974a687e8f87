export type FailureReason = 'ALREADY_EXISTS' | 'VALIDATION_FAILURE' | 'GENERAL';

/** The vendor would not do it; how it says so is in section 5 of what is known of it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  /** @param failureReason `undefined`: the answer is bare text, as an application server makes it */
  constructor(
    readonly status: number,
    message: string,
    readonly failureReason?: FailureReason,
  ) {
    super(message);
  }
}

/** A rule of the vendor's is broken. */
export function invalid(what: string, reason: FailureReason = 'VALIDATION_FAILURE'): Refusal {
  return new Refusal(422, `Validation error: ${what}`, reason);
}

/** The body is of another type than the path asks for, or of another version. */
export function badEntity(expected: string): Refusal {
  return new Refusal(400, `Bad request, Enter a valid entity in <${expected}></${expected}>`, 'GENERAL');
}

export function badRequest(what: string): Refusal {
  return new Refusal(400, `Bad request, ${what}`, 'GENERAL');
}

/** A value of the wrong datatype, or a clause that cannot be read. */
export function mismatched(found: string, expected: string): Refusal {
  return new Refusal(500, `Mismatched input '${found}' expecting ${expected}`);
}

/** What a JAXB server says of XML that is not well-formed; its place is always the same here. */
export function unmarshalling(): Refusal {
  return new Refusal(
    500,
    `Unmarshalling Error: Unexpected '"' in attribute value at [row,col {unknown-source}]: [1,20]`,
  );
}

export function notFound(what: string): Refusal {
  return new Refusal(404, `${what} does not exist`, 'GENERAL');
}
