import { Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { Clock } from '../platform/clock/clock.js';
import type { ResolvedSettings } from '../platform/config/resolved-settings.js';
import { InjectSettings } from '../platform/config/settings.token.js';
import { logger } from '../platform/logging/logger.js';
import { MetricsService } from '../platform/metrics/metrics.service.js';
import { billingUnavailable } from './billing-unavailable.js';
import type { CallRecord } from './gotransverse/gotransverse.calls.js';
import { GotransverseClient } from './gotransverse/gotransverse.client.js';
import { ReferenceData, type ReferenceNames } from './gotransverse/gotransverse.reference-data.js';
import { gotransverseSchema } from './gotransverse/gotransverse.schema.js';
import { GotransverseTransport } from './gotransverse/gotransverse.transport.js';

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The one connection of this process to Gotransverse, with what is known of its reference data. */
export interface OpenLink {
  client: GotransverseClient;
  references: ReferenceData;
  /** Whether it is the sandbox that runs beside the service. */
  sandbox: boolean;
}

/** Opens the way to Gotransverse, counts what goes over it, and closes it when the service stops. */
@Injectable()
export class GotransverseLink implements OnModuleDestroy, OnApplicationShutdown {
  private readonly transport: GotransverseTransport | undefined;
  private readonly link: OpenLink | undefined;
  private readonly stop = new AbortController();
  private readonly calls: Counter<'operation' | 'outcome'>;
  private readonly seconds: Histogram<'operation'>;

  constructor(@InjectSettings() settings: ResolvedSettings, clock: Clock, metrics: MetricsService) {
    const registers = [metrics.registry];
    this.calls = new Counter({
      name: 'arrears_gotransverse_calls_total',
      help: 'Calls to Gotransverse by operation and outcome',
      labelNames: ['operation', 'outcome'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'arrears_gotransverse_call_seconds',
      help: 'Duration of calls to Gotransverse by operation',
      labelNames: ['operation'],
      buckets: SECONDS,
      registers,
    });
    const { connection: address, apiVersion: version, timeoutMs, concurrency } = settings.gotransverse;
    if (address === undefined) return;
    this.transport = new GotransverseTransport({ ...address, version, timeoutMs, concurrency }, clock);
    const client = GotransverseClient.over(this.transport, gotransverseSchema(version), version, clock).in({
      onCall: (call) => {
        this.ended(call);
      },
    });
    const references = new ReferenceData(client, referenceNames(settings.gotransverse), clock);
    this.link = { client, references, sandbox: address.sandbox };
  }

  /** @throws DomainError `unavailable` where no Gotransverse is set */
  open(): OpenLink {
    if (this.link === undefined)
      throw billingUnavailable(
        'No Gotransverse is set: give GOTRANSVERSE_BASE_URL, GOTRANSVERSE_USERNAME and GOTRANSVERSE_PASSWORD, or SANDBOXES=on',
      );
    return this.link;
  }

  /** Aborted when the process is told to stop: calls under way are ended in order, and no others begun. */
  get stopping(): AbortSignal {
    return this.stop.signal;
  }

  onModuleDestroy(): void {
    this.stop.abort();
  }

  /** After all requests have ended, and with them their calls. */
  onApplicationShutdown(): void {
    this.transport?.close();
  }

  /** Patterns and classes only: bodies, EIDs and what the vendor says stay out of metrics and logs. */
  private ended({ operation, method, pathPattern, status, durationMs, outcome, reason }: CallRecord): void {
    this.calls.inc({ operation, outcome });
    this.seconds.observe({ operation }, durationMs / 1000);
    const call = {
      operation,
      method,
      pathPattern,
      status,
      durationMs: Math.round(durationMs),
      outcome,
      reason,
    };
    if (outcome === 'done') logger.debug(call, 'Gotransverse called');
    else logger.warn(call, 'A call to Gotransverse was not done');
  }
}

function referenceNames({
  accountCategory,
  customFields = [],
  ...names
}: ResolvedSettings['gotransverse']): ReferenceNames {
  return {
    billCycle: names.billCycle,
    category: accountCategory,
    placementReason: names.placementReason,
    debitReason: names.debitReason,
    creditReason: names.creditReason,
    suspensionReason: names.suspensionReason,
    deactivationReason: names.deactivationReason,
    customFields: customFields.map(([source, name]) => ({ source, name })),
  };
}
