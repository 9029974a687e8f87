import { setTimeout as delay } from 'node:timers/promises';
import { type ApiClient, bodyOf } from '../api-client/api-client.js';
import { ApiError, ApiUnreachableError } from '../api-client/api-error.js';
import { type BillingRun, durationText, progressText } from './billing-run-view.js';
import { CommandError } from './context.js';
import { ProgressLine } from './progress-line.js';

export interface RunAnswer {
  data: BillingRun;
}

/** How often the run is asked for: at first soon, for most are short. */
const LOOK_MS = { first: 200, later: 1_000 };
const FIRST_MS = 3_000;
/** A run is taken up within a second: that it waits so long is nothing to tell. */
const TAKEN_UP_MS = 1_500;
/** A restart or a failover takes no longer; the run does not mind either. */
const PATIENCE_MS = 120_000;
/** As a shell tells of Ctrl-C. */
const INTERRUPTED = 130;

const ENDED: BillingRun['state'][] = ['finished', 'cancelled', 'failed', 'needs_confirmation'];

export function readRun(client: ApiClient, id: string, signal?: AbortSignal): Promise<RunAnswer> {
  const params = { path: { id } };
  return bodyOf(client.GET('/api/v1/billing/runs/{id}', { params, ...(signal && { signal }) }));
}

/** Follows a run until it has ended or waits for a person. Ctrl-C ends that, and never the run. */
export async function followRun(client: ApiClient, id: string, waitMs = Infinity): Promise<RunAnswer> {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    interrupt.abort();
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const progress = new ProgressLine();
  try {
    return await followed(client, id, performance.now() + waitMs, progress, interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    throw new CommandError(`No longer followed; ${goesOn(id)}`, error, INTERRUPTED);
  } finally {
    progress.end();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function followed(
  client: ApiClient,
  id: string,
  untilMs: number,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<RunAnswer> {
  const beganMs = performance.now();
  let heardMs = beganMs;
  for (;;) {
    try {
      const answer = await readRun(client, id, signal);
      heardMs = performance.now();
      const { state, reason } = answer.data;
      if (ENDED.includes(state)) return answer;
      if (state !== 'queued' || heardMs - beganMs > TAKEN_UP_MS)
        progress.show(progressText(answer.data), `${state} ${reason ?? ''}`);
    } catch (error) {
      const silentMs = performance.now() - heardMs;
      if (signal.aborted || !isPassing(error)) throw error;
      if (silentMs > PATIENCE_MS)
        throw new CommandError(`${(error as Error).message}. As far as is known, ${goesOn(id)}`, error);
      progress.show(
        `${(error as Error).message}; asked again (for ${durationText(silentMs / 1_000)} now)`,
        'away',
      );
    }
    const nowMs = performance.now();
    const pauseMs = nowMs - beganMs < FIRST_MS ? LOOK_MS.first : LOOK_MS.later;
    if (nowMs + pauseMs > untilMs)
      throw new CommandError(`It has not ended in the time of --wait; ${goesOn(id)}`);
    await delay(pauseMs, undefined, { signal });
  }
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof ApiUnreachableError ||
    (error instanceof ApiError && (error.status >= 500 || error.status === 429))
  );
}

function goesOn(id: string): string {
  return `the run itself goes on.\n  follow it again: billing follow ${id}\n  stop it:         billing cancel ${id}`;
}
