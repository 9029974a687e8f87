import { SetMetadata } from '@nestjs/common';

export const READS_ONLY = 'arrears:reads-only';
export const OWN_TRANSACTIONS = 'arrears:own-transactions';
export const HIDDEN_ON_REPLAY = 'arrears:hidden-on-replay';

/** A POST that changes nothing: a search. */
export const ReadsOnly = (): MethodDecorator => SetMetadata(READS_ONLY, true);

/** Whether an answer stands; one that doesn't is not kept, so that the same request again tries anew. */
export type Stands = (answer: unknown) => boolean;

/** A write that commits step by step, each step harmless to repeat. */
export const OwnTransactions = (stands: Stands): MethodDecorator => SetMetadata(OWN_TRANSACTIONS, stands);

/** A member of `data` that is a secret, shown once: an answer that is given again has null in its place. */
export const HidesOnReplay = (member: string): MethodDecorator => SetMetadata(HIDDEN_ON_REPLAY, member);
