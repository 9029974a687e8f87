/** A request as it goes over the wire, however wrong. */
export interface FuzzRequest {
  method: string;
  /** Path and query, as they stand; one character is one byte. */
  target: string;
  headers: [name: string, value: string][];
  /** Absent: no body at all. */
  body?: Buffer;
  /** Not even HTTP any more, or by design another route's: held to the shape of errors only. */
  beyondDocument?: boolean;
}

/** The bytes to send; one connection for each, which ends after the answer. */
export function bytesOf({ method, target, headers, body }: FuzzRequest): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: test', 'Connection: close'];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  if (body !== undefined && !framed) lines.push(`Content-Length: ${String(body.length)}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body ?? Buffer.alloc(0)]);
}

export function withHeader(request: FuzzRequest, name: string, ...values: string[]): FuzzRequest {
  const others = request.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: [...others, ...values.map((value): [string, string] => [name, value])] };
}

export function withBody(request: FuzzRequest, body: string | Buffer): FuzzRequest {
  return { ...request, body: Buffer.from(body as string) };
}

/** For a person to read: long texts in short. */
export function shown({ method, target, headers, body }: FuzzRequest): string {
  const told = headers
    .filter(([name]) => name !== 'Authorization')
    .map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${target}`, ...told, body?.toString('utf8') ?? '(no body)']
    .map((line) => (line.length > 600 ? `${line.slice(0, 600)}… (${String(line.length)})` : line))
    .map((line) => JSON.stringify(line))
    .join('\n  ');
}
