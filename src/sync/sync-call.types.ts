/** A call to another system, as whoever made it tells of it. */
export interface CallTold {
  operation: string;
  method: string;
  /** With placeholders where ids stand. */
  pathPattern: string;
  /** Of the HTTP answer, where there was one. */
  status?: number | undefined;
  durationMs: number;
  outcome: string;
  /** In our words, and without personal data. */
  reason?: string | undefined;
  /** May hold personal data: sealed before it is written. */
  requestBody?: string | undefined;
  /** As {@link CallTold.requestBody}. */
  answerBody?: string | undefined;
}

/** A call as it is read back. */
export interface ShownCall {
  id: string;
  calledAt: Date;
  /** The same for all calls of one attempt. */
  attemptId: string;
  operation: string;
  method: string;
  pathPattern: string;
  status: number | null;
  durationMs: number;
  outcome: string;
  reason: string | null;
  requestBody: string | null;
  answerBody: string | null;
}
