import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRehearsal, type OpenedRehearsal } from '../opened-rehearsal.fixture.ts';
import { send } from '../raw-request.fixture.ts';

let opened: OpenedRehearsal;
beforeAll(async () => { opened = await openRehearsal({ markets: 130 }); });
afterAll(async () => { await opened.rehearsal.close(); });

type Row = Readonly<Record<string, unknown>>;
const get = async (path: string): Promise<unknown> => JSON.parse((await send(opened.rehearsal.urls.gamma, 'GET', path)).text);

test('hands out every market by cursor, each once', async () => {
  const slugs: unknown[] = [];
  let cursor: string | undefined = '';
  for (; cursor !== undefined;) {
    const page = await get(`/markets/keyset?limit=50${cursor === '' ? '' : `&after_cursor=${encodeURIComponent(cursor)}`}`) as { readonly markets: readonly Row[]; readonly next_cursor?: string };
    slugs.push(...page.markets.map(({ slug }) => slug));
    cursor = page.next_cursor;
  }
  expect(new Set(slugs).size).toBe(slugs.length);
  expect(slugs.toSorted()).toEqual(opened.rehearsal.markets().map(({ slug }) => slug).toSorted());
});

test('describes a market with its lists as text and its facts as numbers', async () => {
  const market = await get(`/markets/slug/${opened.market.slug}`) as Row;
  expect(market).toMatchObject({
    conditionId: opened.market.conditionId, version: 'v1', outcomes: '["Yes","No"]', clobTokenIds: JSON.stringify(opened.market.tokenIds), acceptingOrders: true, enableOrderBook: true, active: true, closed: false,
    orderPriceMinTickSize: 0.01, orderMinSize: 5, negRisk: false, feeSchedule: { exponent: 1, rate: 0.05, takerOnly: true, rebateRate: 0.25 }, rewardsMinSize: 20, rewardsMaxSpread: 4.5,
  });
  expect(await get(`/markets/${String(market.id)}`)).toEqual(market);
  expect(await get('/markets/slug/nowhere')).toEqual({ type: 'not found error', error: 'not found' });
});

test('trades a market of Protocol V2 by its position ids, whose middle is the condition', async () => {
  const v2 = opened.rehearsal.markets().find(({ version }) => version === 'v2');
  const market = await get(`/markets/slug/${v2?.slug}`) as { readonly positionIds: readonly string[]; readonly version: string; readonly conditionId: string };
  expect(market).toMatchObject({ version: 'v2', positionIds: v2?.tokenIds });
  const [first, second] = market.positionIds.map((id) => BigInt(id));
  expect([first! & 0xffn, second! & 0xffn, first! >> 248n]).toEqual([0n, 1n, 1n]);
  expect(`0x${(first! >> 8n).toString(16).padStart(62, '0')}00`).toBe(market.conditionId);
});

test('groups the markets of an event, and says that they exclude each other', async () => {
  const event = await get('/events/slug/who-wins-the-harbour-vote') as { readonly markets: readonly Row[] };
  expect(event).toMatchObject({ negRisk: true, enableNegRisk: true, negRiskAugmented: false });
  expect(event.markets.map(({ groupItemTitle }) => groupItemTitle)).toEqual(['Almeida', 'Bergström', 'Costa']);
  expect(await get('/events?slug=who-wins-the-harbour-vote')).toEqual([event]);
});

test('lists the windows of the series ahead, and moves on when one ends', async () => {
  const { clock, rehearsal } = opened;
  const windows = async (closed: boolean): Promise<readonly Row[]> => (await get(`/events/keyset?series_id=10684&closed=${closed}&limit=100`) as { events: readonly Row[] }).events;
  const before = await windows(false);
  expect(before).toHaveLength(3);
  const start = Math.floor(clock.now() / 300_000) * 300;
  expect(before.map(({ slug }) => slug)).toEqual([0, 300, 600].map((offset) => `btc-updown-5m-${start + offset}`));
  clock.advance(300_000);
  const after = await windows(false);
  expect(after.map(({ slug }) => slug)).toEqual([300, 600, 900].map((offset) => `btc-updown-5m-${start + offset}`));
  const [ended] = await windows(true);
  const { eventMetadata, markets } = ended as { readonly eventMetadata: { readonly priceToBeat: number; readonly finalPrice: number }; readonly markets: readonly Row[] };
  expect(await get(`/markets/slug/${String(ended?.slug)}`)).toMatchObject({ events: [{ eventMetadata }] });
  const isUp = eventMetadata.finalPrice >= eventMetadata.priceToBeat;
  expect(markets).toMatchObject([{ closed: true, acceptingOrders: false, outcomePrices: JSON.stringify(isUp ? ['1', '0'] : ['0', '1']) }]);
  expect(rehearsal.markets().filter(({ slug }) => slug.startsWith('btc-updown'))).toHaveLength(3);
});
