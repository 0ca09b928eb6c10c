import { describe, expect, it } from 'vitest';
import { timestamp } from '../../../core/domain/numbers.ts';
import { FakeClock } from '../feed/fake-time.fixture.ts';
import { FakeGamma, updownJson } from './gamma-market.fixture.ts';
import { SeriesWatch } from './series-watch.ts';

const LENGTH = 300_000;
/** Lets answers that are there be heard. */
const heard = async (): Promise<void> => { for (let i = 0; i < 20; i++) await Promise.resolve(); };

function watch(ahead: number) {
  const clock = new FakeClock();
  const gamma = new FakeGamma();
  const first = Math.floor(clock.now() / LENGTH) * LENGTH;
  const slug = (n: number): string => `btc-updown-5m-${(first + n * LENGTH) / 1_000}`;
  const list = (n: number, over: object = {}): void => { gamma.has(`/events/slug/${slug(n)}`, { slug: slug(n), eventMetadata: { priceToBeat: 65000 }, markets: [updownJson(first + n * LENGTH, over)] }); };
  const log: string[] = [];
  const start = (): SeriesWatch => new SeriesWatch({
    series: ['btc-updown-5m'], ahead, venue: 'polymarket', canMerge: true, clock, getJson: gamma.getJson,
    onListing: ({ market, resolution }) => { log.push(`${market.slug} ${resolution.priceToBeat}`); }, onMissing: (name, reason) => { log.push(`${name}: ${reason}`); },
  });
  const pass = async (ms: number): Promise<void> => {
    clock.pass(ms);
    await heard();
  };
  return { clock, gamma, slug, list, log, start, pass, first };
}

describe('a watched series', () => {
  it('finds the window at hand and the next ones, each once', async () => {
    const { list, log, start, pass, slug } = watch(2);
    for (const n of [0, 1, 2]) list(n);
    start();
    await pass(60_000);
    expect(log).toEqual([0, 1, 2].map((n) => `${slug(n)} 65000`));
  });

  it('asks again for one that is not there, and says once what is wrong with it', async () => {
    const { list, log, start, pass, slug, gamma } = watch(0);
    start();
    await pass(0);
    list(0, { acceptingOrders: false });
    await pass(10_000);
    await pass(10_000);
    list(0);
    await pass(10_000);
    expect(log).toEqual([`${slug(0)}: the venue has not listed it`, `${slug(0)}: it takes no orders`, `${slug(0)} 65000`]);
    expect(gamma.asked).toHaveLength(4);
  });

  it('looks at once when the venue says that the market was listed', async () => {
    const { list, log, start, pass, slug, gamma } = watch(1);
    list(0);
    const series = start();
    await pass(0);
    list(1);
    const { length } = gamma.asked;
    const message = { kind: 'new-market', market: '0x', tokens: [], ts: timestamp(1) } as const;
    series.hear({ ...message, slug: 'rain' });
    expect(gamma.asked).toHaveLength(length);
    series.hear({ ...message, slug: slug(1) });
    await heard();
    expect(log.at(-1)).toBe(`${slug(1)} 65000`);
  });

  it('turns to the next window at its very start', async () => {
    const { clock, list, log, start, pass, slug, first } = watch(1);
    for (const n of [0, 1, 2]) list(n);
    await pass(3_000);
    start();
    await pass(0);
    await pass(first + LENGTH - clock.now() - 1);
    expect(log).toHaveLength(2);
    await pass(1);
    expect(log.at(-1)).toBe(`${slug(2)} 65000`);
  });

  it('does not take a market of that name for one of another window', async () => {
    const { list, log, start, pass, slug, first } = watch(0);
    list(0, { eventStartTime: new Date(first + 3_600_000).toISOString() });
    start();
    await pass(0);
    expect(log).toEqual([`${slug(0)}: the market of this name is of another window`]);
  });

  it('is silent once it is closed', async () => {
    const { clock, list, log, start } = watch(1);
    list(0);
    start().close();
    await heard();
    expect([log, clock.pending]).toEqual([[], 0]);
  });
});
