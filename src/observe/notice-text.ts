// What a notice of the core says, as one sentence and as a record in operators' units under market names. The stream, the
// log and the terminal show these; nothing reads them back.

import type { MarketId } from '../core/domain/instrument.ts';
import type { Notice } from '../core/domain/notices.ts';
import { reasonWords } from '../core/risk/constraints.ts';
import { estimateText, fromMicros, moneyText, positionText, priceText, sizeText } from './operator-units.ts';

/** The operator's name of a market. */
export type NameOf = (market: MarketId) => string;

const cents = (micros: number): string => priceText(fromMicros(micros));
const side = (label: string, price: number | null, why: string | null): string =>
  price !== null ? `${label} ${cents(price)}` : `no ${label} (${why === null ? 'no reason recorded' : reasonWords(why)})`;

/** What the fill earned against fair value at that moment, dollars before fees; null while fair value is unknown. */
export const fillEdge = (fill: Notice & { type: 'Filled' }): number | null => {
  if (fill.fairValue === null) return null;
  const perShare = fill.side === 'bid' ? fill.fairValue - fill.price : fill.price - fill.fairValue;
  return fromMicros(perShare) * fromMicros(fill.size);
};

/** The sentence, without the name of the market. */
export function noticeText(notice: Notice): string {
  switch (notice.type) {
    case 'ConfigApplied': return `generation ${notice.generation} in force`;
    case 'MarketAdopted': return `${notice.name} adopted by ${notice.strategy}`;
    case 'MarketReleased': return `${notice.name} released: ${notice.why}`;
    case 'LiquidationBegan': return `works off ${positionText(fromMicros(notice.size))}: ${notice.why}`;
    case 'LiquidationStageChanged': return `liquidation ${notice.stage}: ${notice.why}`;
    case 'LiquidationEnded': return `liquidation ended after ${Math.round(notice.tookMs / 1_000)} s in stage ${notice.stage}, ${moneyText(fromMicros(notice.profit))} against cost: ${notice.why}`;
    case 'LifecycleChanged': return `${notice.from} → ${notice.to}: ${notice.why}`;
    case 'PermissionChanged':
      return notice.reasons.length === 0 ? `permission ${notice.permission}` : `permission ${notice.permission}: ${notice.reasons.map(reasonWords).join('; ')}`;
    case 'QuoteChanged': {
      const fair = notice.fairValue === null ? 'fair value unknown' : `fair ${estimateText(fromMicros(notice.fairValue))}`;
      return `${side('bid', notice.bid, notice.noBid)}, ${side('ask', notice.ask, notice.noAsk)}, ${fair}`;
    }
    case 'Filled': {
      const verb = notice.side === 'bid' ? 'bought' : 'sold';
      return `${verb} ${sizeText(fromMicros(notice.size))} at ${cents(notice.price)}, position ${positionText(fromMicros(notice.position))}`;
    }
    case 'FillReversed': return `a fill of ${sizeText(fromMicros(notice.size))} did not settle and is taken back, position ${positionText(fromMicros(notice.position))}`;
    case 'OrderRefused': return `order ${notice.clientId} refused: ${notice.reason}${notice.detail === '' ? '' : ` (${notice.detail})`}`;
    case 'OrderUnresolved': return `order ${notice.clientId}: outcome unknown (${notice.detail})`;
    case 'RuleChanged': return `rule "${notice.rule}" ${RULE_VERBS[notice.cause]}`;
    case 'Alert': return `${notice.severity}: ${notice.text} (${notice.code})`;
    case 'Halted': return `halted by ${notice.by}: ${notice.reason}`;
    case 'Resumed': return `resumed by ${notice.by}: ${notice.what}`;
    case 'ZeroOpenProved': return `${notice.venue} proves zero open orders`;
    case 'Reconciled':
      return notice.differences.length === 0 ? `${notice.venue} agrees with our records` : `${notice.venue} differed: ${notice.differences.join('; ')}`;
    case 'MarketSettled': return `${notice.name} settled, YES pays ${moneyText(fromMicros(notice.yesPays))}`;
    case 'HourClosed':
      return `hour ${new Date(notice.hour).toISOString().slice(11, 16)} UTC: P&L ${moneyText(fromMicros(notice.change))}, total ${moneyText(fromMicros(notice.total))}, of it unrealised ${moneyText(fromMicros(notice.unrealised))}`;
  }
}

const RULE_VERBS: Readonly<Record<(Notice & { type: 'RuleChanged' })['cause'], string>> = {
  condition: 'fires', unknown: 'fires because a fact is unknown', cooldown: 'no longer holds; in force for its cooldown', ended: 'ended',
};

/** The fields of a notice that hold micro-units. */
const MICRO_FIELDS: ReadonlySet<string> = new Set(['bid', 'ask', 'fairValue', 'price', 'size', 'fee', 'position', 'yesPays', 'pnl', 'profit', 'change', 'total', 'unrealised']);

/** The notice as data: dollars and shares as decimals, the market by name. */
export function noticeData(notice: Notice, nameOf: NameOf): Readonly<Record<string, unknown>> {
  const data: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(notice)) {
    // What is stored of an hour is served by `GET /pnl`, market by market.
    if (field === 'record') continue;
    data[field] = MICRO_FIELDS.has(field) && typeof value === 'number' ? fromMicros(value) : value;
  }
  data['market'] = notice.market === null ? null : nameOf(notice.market);
  return data;
}
