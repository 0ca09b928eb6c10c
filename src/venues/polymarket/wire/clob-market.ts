// The compact market of `/clob-markets/{condition}`: what the order book itself demands and charges. False flags are left out
// by the venue and read as false. Pure.

import { z } from 'zod';
import type { FeeSchedule } from '../../../core/domain/fees.ts';
import type { Price, Size } from '../../../core/domain/numbers.ts';
import { decimalNumber, someText, whyNot } from './schema-values.ts';
import { feesOf } from './fee-schedule.ts';
import { undecodable, type Undecodable } from './undecodable.ts';

const flag = z.boolean().nullish().transform((value) => value === true);
const token = z.object({ t: someText, o: z.string() });
const clobMarket = z.object({
  c: someText, t: z.tuple([token, token]), mts: decimalNumber, mos: decimalNumber,
  nr: flag, ao: flag, itode: flag, sd: z.number().int().nonnegative().nullish(),
  fd: z.object({ r: z.number().min(0).max(1), e: z.number(), to: flag }).nullish(),
});

export interface ClobMarket {
  readonly kind: 'clob-market';
  readonly conditionId: string;
  readonly tokens: readonly [string, string];
  readonly tick: Price;
  readonly minSize: Size;
  readonly negRisk: boolean;
  readonly isAccepting: boolean;
  /** Orders that would take are held for a moment before they are matched. */
  readonly delaysTakers: boolean;
  /** Null where no fees are described. The rebate is not told here. */
  readonly fees: FeeSchedule | null;
}

export function decodeClobMarket(value: unknown): ClobMarket | Undecodable {
  const read = clobMarket.safeParse(value);
  if (!read.success) return whyNot(read.error);
  const { c, t, mts, mos, nr, ao, itode, sd, fd } = read.data;
  const fees = fd === null || fd === undefined ? null : feesOf({ rate: fd.r, exponent: fd.e, takerOnly: fd.to });
  if (fees === 'unknown-exponent') return undecodable('fd.e: is no exponent that is known', c);
  return {
    kind: 'clob-market', conditionId: c, tokens: [t[0].t, t[1].t], tick: mts as Price, minSize: mos as Size, negRisk: nr, isAccepting: ao,
    delaysTakers: itode || (sd ?? 0) > 0, fees,
  };
}
