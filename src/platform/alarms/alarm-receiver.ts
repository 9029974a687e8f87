import type { Readable } from 'node:stream';
import axios from 'axios';

/** Over connecting, sending and the head of the answer, in milliseconds. */
const DEADLINE_MS = 5_000;

/** The address that is told of alarms. The whole of it may be a secret: only its host is ever shown. */
export class AlarmReceiver {
  readonly host: string;

  constructor(
    private readonly url: string,
    private readonly deadlineMs = DEADLINE_MS,
  ) {
    this.host = new URL(url).host;
  }

  /**
   * Sends once. Any status of 2xx is a yes, whatever else the answer says: it is not read, and no redirect is
   * followed, so that nobody but the address that was set is told.
   * @returns why it was not taken, without anything secret; undefined where it was
   */
  async post(notice: object, signal: AbortSignal): Promise<string | undefined> {
    const deadline = AbortSignal.timeout(this.deadlineMs);
    try {
      const { status, data } = await axios.post<Readable>(this.url, notice, {
        signal: AbortSignal.any([signal, deadline]),
        headers: { 'User-Agent': 'arrears' },
        responseType: 'stream',
        decompress: false,
        maxRedirects: 0,
        proxy: false,
        validateStatus: () => true,
      });
      data.on('error', () => undefined).destroy();
      return status >= 200 && status < 300 ? undefined : `status ${String(status)}`;
    } catch (error) {
      if (deadline.aborted) return 'no answer in time';
      return axios.isAxiosError(error) ? (error.code ?? 'no connection') : 'no connection';
    }
  }
}
