// What a paper exchange is made of.

import type { ExchangeSettings } from '../config/compiled-config.ts';
import type { OrderEvent } from '../core/domain/events.ts';
import type { Instrument } from '../core/domain/instrument.ts';
import type { ChangedTerms } from '../tape/columns.ts';

export interface TapeExchangeOptions {
  readonly venue: string;
  /** Makes fill, order and payment ids unique among recordings. */
  readonly name: string;
  /** Those known from the start; more can be listed. */
  readonly instruments: readonly Instrument[];
  /** What `terms` rows point at; may grow while the recording is read. */
  readonly terms: readonly ChangedTerms[];
  readonly settings: ExchangeSettings;
  /** Whether the venue turns pairs into dollars by itself; absent: where all its instruments say so. */
  readonly netsPairs?: boolean;
  /** Takes events in the order they happen. */
  readonly emit: (event: OrderEvent) => void;
}
