// Why the quotes of a market stand where they stand: the decision run again on the state as it is, with a trace, asking
// for nothing.

import { formatFact } from '../rules/format-fact.ts';
import { explainRule } from '../rules/explain.ts';

import { allows } from '../domain/permission.ts';
import type { Price, Size } from '../domain/numbers.ts';
import type { Side } from '../domain/side.ts';
import { constraintsIn } from '../risk/constraints.ts';
import { DROP_REASONS, type LadderSide } from '../quoting/ladder.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import type { SidePlan } from '../orders/planner.ts';
import { absence, mergePosture, plan, quote } from '../pipeline/decide-market.ts';
import { tightestGroup } from '../pipeline/shared-room.ts';
import { mayPlace } from '../pipeline/request.ts';
import type { Scratch } from '../pipeline/scratch.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import type { Explanation, ExplanationStep, QuoteTrace, RuleTrace } from '../views.ts';
import { choiceView, whereTrace } from './choice-view.ts';
import { dollars, shares } from './units.ts';

export function explainMarket(core: CoreState, market: MarketState, scratch: Scratch): Explanation {
  const { posture, ladder } = scratch;
  mergePosture(core, market, posture);
  const steps: ExplanationStep[] = [fairValueStep(market), ...degradedStep(market)];
  quote(core, market, scratch, steps);
  plan(core, market, scratch);
  return {
    market: market.instrument.name, strategy: market.strategy?.name ?? null, generation: core.generation, at: core.now,
    lifecycle: market.lifecycle, choice: choiceView(market), where: whereTrace(core, market),
    permission: {
      result: market.permission,
      constraints: constraintsIn(core.account.constraints, market.constraints, market.guards).map((c) => ({
        code: c.code, permission: c.permission,
        why: c.code.startsWith('STOP_LOSS') ? `${c.why}: ${market.stopLoss.reason}` : c.code === 'BOOK_INVALID' ? `${c.why}: ${market.invalid}` : c.why,
      })),
    },
    steps,
    rules: ruleTraces(core, market),
    bids: layers(core, market, scratch, 'bid', ladder.bids, scratch.bidPlan),
    asks: layers(core, market, scratch, 'ask', ladder.asks, scratch.askPlan),
    noBidBecause: Number.isNaN(ladder.bids.best()) ? absence(core, market, ladder, 'bids') : null,
    noAskBecause: Number.isNaN(ladder.asks.best()) ? absence(core, market, ladder, 'asks') : null,
  };
}

function fairValueStep(market: MarketState): ExplanationStep {
  const model = market.settings?.fairValueModel ?? null;
  if (Number.isNaN(market.fairValue) && market.referenceGap !== 0) {
    return { step: 'fair value', effect: `unknown: ${constraintsIn(0, 0, market.referenceGap).map(({ why }) => why).join('; ')}`, values: { fairValueCents: null } };
  }
  if (Number.isNaN(market.fairValue)) return { step: 'fair value', effect: 'unknown: the book does not price the market, so nothing is quoted', values: { fairValueCents: null } };
  const cents = Number((market.fairValue / 10_000).toFixed(2));
  const { reference, priceToBeat } = market;
  if (model === 'reference' && reference !== null && !Number.isNaN(market.referenceValue)) {
    return {
      step: 'fair value', effect: `${cents}c: ${reference.symbol} of ${reference.feed} is $${reference.price.toFixed(2)} and has to reach $${priceToBeat.toFixed(2)} (${market.isPriceToBeatTold ? 'as the venue says' : 'as it was seen at the start'})`,
      values: { fairValueCents: cents, model, referencePrice: reference.price, priceToBeat },
    };
  }
  return { step: 'fair value', effect: `${cents}c by ${model ?? 'micro-price'}`, values: { fairValueCents: cents, model } };
}

function degradedStep({ venue, settings }: MarketState): ExplanationStep[] {
  const { degraded, limitFactor } = venue.health;
  if (degraded === null || settings === null) return [];
  return [{
    step: 'venue degraded', effect: `${venue.name}: ${degraded.why}. Position and notional limits × ${limitFactor}: limits.position is ${formatFact('size', settings.limits.position)}`,
    values: { limitFactor, positionLimitShares: shares(settings.limits.position) },
  }];
}

function ruleTraces(core: CoreState, market: MarketState): RuleTrace[] {
  const { account, rules } = core;
  return rules.rules.map((rule, index) => {
    const { scope } = rule;
    const strategy = market.strategyState;
    if (scope === 'account' && account.rules !== null) return explainRule(rules, index, account.vector, account.rules);
    if (scope === 'strategy' && strategy !== null) return explainRule(rules, index, strategy.vector, strategy.rules);
    if (scope === 'market' && market.rules !== null) return explainRule(rules, index, market.vector, market.rules);
    return null;
  }).filter((trace) => trace !== null);
}

function layers(core: CoreState, market: MarketState, scratch: Scratch, side: Side, quotes: LadderSide, sidePlan: SidePlan): QuoteTrace[] {
  const traces: QuoteTrace[] = [];
  for (let layer = 0; layer < quotes.count; layer++) {
    const price = quotes.price[layer]!;
    const wanted = quotes.wanted[layer]!;
    const size = quotes.size[layer]!;
    const reason = DROP_REASONS[quotes.reason[layer]!]!;
    const isTrimmed = size < wanted && reason !== 'quoted';
    traces.push({
      layer,
      wanted: { price: dollars(price), size: shares(wanted) },
      allowed: size > 0 ? { price: dollars(price), size: shares(size) } : null,
      why: size > 0 ? null : reason,
      trims: isTrimmed ? [{ limit: reason, from: shares(wanted), to: shares(size), why: trimWords(market, side, reason, scratch.exposure.heldNotional) }] : [],
      order: size > 0 ? orderOf(core, market, scratch, side, layer, quotes.style[layer]!, price as Price, size as Size, sidePlan) : null,
    });
  }
  sidePlan.orders.slice(0, sidePlan.count).forEach((order, index) => {
    if (sidePlan.served.subarray(0, quotes.count).includes(index)) return;
    traces.push({
      layer: -1, wanted: null, allowed: null, why: null, trims: [],
      order: standing(order, sidePlan.action[index] === 'keep' ? 'wait' : 'cancel', sidePlan.why[index]!),
    });
  });
  return traces;
}

function orderOf(core: CoreState, market: MarketState, scratch: Scratch, side: Side, layer: number, style: number, price: Price, size: Size, sidePlan: SidePlan): QuoteTrace['order'] {
  const index = sidePlan.served[layer]!;
  if (index >= 0) {
    const action = sidePlan.action[index]!;
    return standing(sidePlan.orders[index]!, action === 'amend' ? 'amend' : 'keep', sidePlan.why[index]!);
  }
  const room = side === 'bid' ? scratch.bidRoom : scratch.askRoom;
  const exposure = side === 'bid' ? scratch.exposure.bid : scratch.exposure.ask;
  const wait = mayPlace(core, market, scratch, side, style, price, size, room, exposure);
  const none = { clientId: '', price: null, remaining: null };
  return wait === null ? { ...none, action: 'place', why: 'nothing serves this layer yet' } : { ...none, action: 'wait', why: wait };
}

type OrderTrace = NonNullable<QuoteTrace['order']>;

const standing = (order: OwnOrder, action: OrderTrace['action'], why: string): OrderTrace =>
  ({ clientId: order.clientId, action, why, price: dollars(order.price), remaining: shares(order.remaining) });

function trimWords(market: MarketState, side: Side, reason: string, heldNotional: number): string {
  const { settings, position } = market;
  const held = formatFact('size', position.net);
  switch (reason) {
    case 'position-limit': return `limits.position is ${formatFact('size', settings?.limits.position ?? 0)}, ${held} held, live orders counted`;
    case 'reduce-only': return `only reducing is allowed (${market.permission}), ${held} held`;
    case 'side-only-reduces': return `a guard of this side lets it only reduce, ${held} held`;
    case 'notional-limit': return `limits.notional is ${formatFact('cash', settings?.limits.notional ?? 0)}`;
    case 'group-notional-limit': {
      const group = tightestGroup(market, side, heldNotional);
      return group === null ? reason : `${group.name}: ${formatFact('cash', group.worst)} of its ${formatFact('cash', group.limit)} in the worst case`;
    }
    case 'capital-limit': return `capital of ${market.strategy?.name ?? ''} is ${formatFact('cash', market.strategy?.capital ?? NaN)}, ${formatFact('cash', market.strategyState?.worstNotional ?? NaN)} in the worst case`;
    case 'gross-notional-limit': return 'the account limit grossNotional has no more room';
    default: return allows(market.permission, 'full') ? reason : market.permission;
  }
}

