import { connect } from 'node:net';

/** What came back before the other side, or `withinMs`, ended it. */
export interface RawAnswer {
  text: string;
  status: number | undefined;
  headers: Map<string, string>;
  body: string;
}

/** Sends bytes as they are, however wrong, and reads until the server closes the connection. */
export async function sendRaw(url: string, bytes: string | Buffer, withinMs = 5_000): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const text = await new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(withinMs, () => socket.destroy(new Error(`No end within ${String(withinMs)} ms`)));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error) => {
      // A server that answers before it has read everything may reset the connection behind its answer.
      if (chunks.length === 0) reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  }).then((whole) => whole.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''));
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  return {
    text,
    status: /^HTTP\/1\.1 (\d{3}) /.test(statusLine) ? Number(statusLine.slice(9, 12)) : undefined,
    headers: new Map(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    ),
    body: rest.join('\r\n\r\n'),
  };
}

/** One request, its target as it stands; the connection ends after the answer. */
export function rawRequest(method: string, target: string, headers: string[] = [], body = ''): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, 'Host: test', 'Connection: close', ...headers];
  if (body !== '') lines.push(`Content-Length: ${String(Buffer.byteLength(body))}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1');
}
