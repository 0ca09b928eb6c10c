import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { discoverMarkets, marketsWanted, type MarketsWanted } from './discover-markets.ts';
import { FakeGamma, gammaJson } from './gamma-market.fixture.ts';
import { gammaPages } from './gamma-pages.ts';
import { getJsonFrom } from './get-json.ts';

const OPTIONS = { venue: 'polymarket', now: Date.UTC(2026, 10, 20), canMerge: true, atMost: 10 };
const PAGE = '/markets/keyset?limit=100&closed=false&order=liquidityNum&ascending=false';
const strategy = (markets: object) => ({ markets: { venue: 'polymarket', include: ['*'], exclude: [], ...markets } });
const everything: MarketsWanted = { named: [], series: [], listings: [{ include: ['*'], exclude: [], order: 'liquidityNum' }] };

describe('what the strategies want', () => {
  it('is named markets by name, patterns by listing in the order they rank by, and series by window', () => {
    expect(marketsWanted([
      strategy({ include: ['rain', 'fed-*', 'gone'], exclude: ['go*'] }), strategy({ include: ['*'], select: { where: null, rankBy: 'volume24h', dwellMs: 0, betterBy: 0 } }),
      strategy({ series: { name: 'btc-updown-5m', warmUpMs: 0 } }), strategy({ venue: 'kalshi' }),
    ], 'polymarket')).toEqual({
      named: ['rain'], series: ['btc-updown-5m'],
      listings: [{ include: ['fed-*'], exclude: ['go*'], order: 'liquidityNum' }, { include: ['*'], exclude: [], order: 'volume24hr' }],
    });
  });
});

describe('discovery', () => {
  it('looks named markets up, and says why one is not there', async () => {
    const gamma = new FakeGamma().has('/markets/slug/rain', gammaJson()).has('/markets/slug/shut', gammaJson({ slug: 'shut', closed: true })).has('/markets/slug/odd', gammaJson({ slug: 'odd', conditionId: '0x1' }));
    gamma.answers.set('/markets/slug/late', { kind: 'failed', why: 'status 503' });
    const found = await discoverMarkets(gamma.getJson, { ...everything, listings: [], named: ['rain', 'shut', 'odd', 'late', 'none'] }, OPTIONS);
    expect(found.listings.map(({ market }) => market.slug)).toEqual(['rain']);
    expect(found.refusals.map(({ slug, reason }) => `${slug}: ${reason}`)).toEqual(['shut: it is closed', 'odd: it cannot be read: conditionId: is no condition id', 'none: the venue has no market of this name']);
    expect(found.failures).toEqual(['late: status 503']);
  });

  it('goes through the pages for patterns, to the end', async () => {
    const gamma = new FakeGamma().has(PAGE, { markets: [gammaJson({ slug: 'fed-up' }), gammaJson({ slug: 'rain' })], next_cursor: 'a b' })
      .has(`${PAGE}&after_cursor=a%20b`, { markets: [gammaJson({ slug: 'fed-down' }), gammaJson({ slug: 'fed-flat', orderMinSize: null }), { slug: 'fed-odd' }, { slug: 'snow' }] });
    const found = await discoverMarkets(gamma.getJson, { ...everything, listings: [{ include: ['fed-*'], exclude: [], order: 'liquidityNum' }] }, OPTIONS);
    expect(found.listings.map(({ market }) => market.slug)).toEqual(['fed-up', 'fed-down']);
    expect(found.refusals.map(({ slug }) => slug)).toEqual(['fed-flat', 'fed-odd']);
    expect([found.failures, found.isCut]).toEqual([[], false]);
  });

  it('stops at as many as are wanted, and says so', async () => {
    const gamma = new FakeGamma().has(PAGE, { markets: ['a', 'b', 'c'].map((slug) => gammaJson({ slug })), next_cursor: 'more' });
    const found = await discoverMarkets(gamma.getJson, everything, { ...OPTIONS, atMost: 2 });
    expect([found.listings.length, found.isCut, gamma.asked.length]).toEqual([2, true, 1]);
  });

  it('ends where the cursors go in a circle or a page cannot be had, and says so', async () => {
    const circling = new FakeGamma().has(PAGE, { markets: [], next_cursor: 'a' }).has(`${PAGE}&after_cursor=a`, { markets: [], next_cursor: 'b' }).has(`${PAGE}&after_cursor=b`, { markets: [], next_cursor: 'a' });
    expect((await discoverMarkets(circling.getJson, everything, OPTIONS)).failures).toEqual(['the listing of markets: the cursors go in a circle']);
    expect(circling.asked).toHaveLength(3);
    expect((await discoverMarkets(new FakeGamma().getJson, everything, OPTIONS)).failures).toEqual(['the listing of markets: not found']);
    expect((await discoverMarkets(new FakeGamma().has(PAGE, []).getJson, everything, OPTIONS)).failures).toEqual(['the listing of markets: markets: is no list']);
  });
});

describe('answers over loopback', () => {
  it('are JSON, not there, or failed', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/gone') response.writeHead(404).end('{}');
      else if (request.url === '/broken') response.writeHead(200).end('{"markets":');
      else if (request.url === '/reset') response.destroy();
      else if (request.url === '/busy') response.writeHead(503).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"markets":[],"next_cursor":""}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const getJson = getJsonFrom(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await Promise.all(['/gone', '/broken', '/reset', '/busy'].map(getJson))).toEqual([
      { kind: 'not-found' }, { kind: 'failed', why: 'is no JSON' }, { kind: 'failed', why: 'socket hang up' }, { kind: 'failed', why: 'status 503' },
    ]);
    for await (const page of gammaPages(getJson, 'closed=false')) expect(page).toEqual({ markets: [], brokenBy: null });
    server.close();
    server.closeAllConnections();
  });
});
