// A market whose position is worked off, for tests: a maker with a ladder, a venue that does as asked, and time that passes.

import type { CompiledConfig, LiquidationSettings, MakerSettings } from '../../config/compiled-config.ts';
import { cents, config, Script, settings, shares, START, usd } from '../engine.fixture.ts';

export const none = { afterMs: null, onLoss: null, beforeEndMs: null };
export const MINUTE = 60_000;
export const LADDER: LiquidationSettings = {
  startAt: 0.8, minProfit: cents(1), hold: null,
  skewed: { ...none, afterMs: 5 * MINUTE, floor: { x: [0, 30 * MINUTE], y: [cents(0.5), cents(-2)] } },
  aggressive: { ...none, afterMs: 60 * MINUTE, cross: 0.5, slice: 0.2, everyMs: 20_000 },
  market: { ...none, onLoss: usd(10), collar: cents(5) },
};
export const using = (over: Partial<MakerSettings> = {}): MakerSettings => settings({ quote: { size: shares(80), refresh: { minRestMs: 0, tolerance: { micros: 0, ticks: 0 } } }, liquidation: LADDER, ...over } as never);
export const LIVES = { endsAt: (START + 24 * 3_600_000) as never };
/** A config whose strategy does not take the market any more. */
export const without = (): CompiledConfig =>
  config({ strategies: [{ name: 'maker', kind: 'market-maker', markets: { venue: 'test', include: ['snow'], exclude: [] }, settings: using(), overrides: {} }] });

/** Everything of ours is cancelled as asked and accepted as placed, until nothing more is asked. Returns what was asked. */
export function answered(script: Script): string[] {
  const all: string[] = [];
  for (let round = 0; round < 6; round++) {
    const commands = script.take();
    if (commands.length === 0) break;
    for (const c of commands) {
      if (c.type === 'PlaceOrder') {
        all.push(`${c.side} ${c.price / 10_000}c ${c.size / 1e6}${c.timeInForce === undefined ? '' : ' taking'}`);
        script.accept(c.clientId);
        if (c.timeInForce !== undefined) script.step({ type: 'OrderCanceled', clientId: c.clientId, remaining: c.size, reason: 'nothing to take' });
      }
      if (c.type === 'CancelOrder') { all.push(`cancel ${c.clientId}`); script.canceled(c.clientId); }
      if (c.type === 'QueryOpenOrders') script.step({ type: 'OpenOrdersReported', venue: 'test', requestId: c.requestId, orders: [] });
    }
    script.decide();
  }
  return all;
}

export const stand = (script: Script, bid = 48, width = 4): Script => script.book([[bid, 500]], [[bid + width, 500]]);
/** Lets time pass with a living feed. */
export function wait(script: Script, ms: number, bid = 48, width = 4): string[] {
  const all: string[] = [];
  for (let left = ms; left > 0; left -= 9_000) { script.now += Math.min(left, 9_000); stand(script, bid, width).decide(); all.push(...answered(script)); }
  return all;
}
/** `bought` shares at 48c, the limit being 100: from 80 on the market liquidates. */
export function holding(bought: number, over: Partial<MakerSettings> = {}): Script {
  const script = stand(Script.open(config({ settings: using(over) }), LIVES)).decide();
  answered(script);
  return script.fill('s-1', 'bid', 48, bought).decide();
}
export const liquidating = (over: Partial<MakerSettings> = {}): Script => holding(80, over);
export const stageOf = (script: Script): unknown => script.notices.flatMap((n) => (n.type === 'LiquidationStageChanged' ? [`${n.stage}: ${n.why}`] : [])).at(-1);
export const lives = (script: Script): string[] => script.notices.flatMap((n) => (n.type === 'LifecycleChanged' ? [`${n.to}: ${n.why}`] : []));
