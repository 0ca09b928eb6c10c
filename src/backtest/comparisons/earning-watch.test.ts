import { describe, expect, it } from 'vitest';
import { marketId } from '../../core/domain/instrument.ts';
import { price } from '../../core/domain/numbers.ts';
import { config, Script, settings } from '../../core/engine.fixture.ts';
import { EarningWatch } from './earning-watch.ts';

const shares = (n: number): number => n * 1_000_000;

/** One quote of 10 shares on each side of 50c, at most 20 shares held; a batch after every step that is told. */
function opened() {
  const script = Script.open(config({ settings: settings({ quote: { size: shares(10) }, limits: { position: shares(20) } }) }));
  const watch = new EarningWatch(script.engine, { beginsAt: 0.5 });
  let told = script.notices.length;
  const tell = (): void => {
    watch.batch();
    for (; told < script.notices.length; told++) watch.notice(script.notices[told]!);
  };
  tell();
  const ids = (): readonly string[] => script.engine.market('rain')!.orders.map(({ clientId }) => clientId);
  return { script, watch, tell, ids };
}

describe('watching what earns', () => {
  it('counts the time in which both sides of a market are quoted, of that in which one is open', () => {
    const { script, watch, tell, ids } = opened();
    script.book([[48, 100]], [[52, 100]]).decide();
    tell();
    // Nothing has been accepted yet.
    script.decide(1_000);
    script.accept(...ids()).decide();
    tell();
    script.decide(3_000);
    tell();
    const { openMs, earningMs } = watch.result();
    expect([openMs, earningMs]).toEqual([4_000, 3_000]);
  });
  it('times the way out from the share of the limit, and takes what the market pays for what is left', () => {
    const { script, watch, tell, ids } = opened();
    script.book([[48, 100]], [[52, 100]]).decide();
    script.accept(...ids()).decide();
    const bid = script.engine.market('rain')!.orders.find(({ side }) => side === 'bid')!;
    script.fill(bid.clientId, 'bid', bid.price * 100, bid.size);
    tell();
    const began = script.now;
    script.now += 5_000;
    script.step({ type: 'MarketResolved', market: marketId(0), yesPays: price(1_000_000) });
    tell();
    expect(watch.result().exits).toEqual([{ market: 'rain', from: began, until: began + 5_000, size: bid.size, profit: expect.closeTo(bid.size * (1 - bid.price), 6) as number }]);
  });
});
