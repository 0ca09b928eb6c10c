import { expect, test } from 'vitest';
import { cellsOf } from './ahead-cells.ts';
import { forecastUnseen, heldOutRows, type EventLives } from './held-out.ts';
import { LifeBuilder } from './life-builder.ts';
import { eventOf, polledLives, type PolledLife } from './life.ts';
import { LAWS, simulatedOrders } from './simulated-orders.fixture.ts';

function events(): readonly EventLives[] {
  const builder = new LifeBuilder();
  for (const event of simulatedOrders(LAWS, { seed: 2, events: 12, ordersEach: 60 })) builder.add(event);
  return [...Map.groupBy(polledLives(builder.finish().lives), ({ market }) => eventOf(market))].map(([event, lives]) => ({ event, lives, cells: cellsOf(lives) }));
}
const withLives = (event: EventLives, change: (life: PolledLife) => PolledLife): EventLives => {
  const lives = event.lives.map(change);
  return { event: event.event, lives, cells: cellsOf(lives) };
};

test('forecasts an event without having looked at it', () => {
  const [first, ...others] = events();
  if (first === undefined) throw new Error('no events');
  const of = (all: readonly EventLives[]) => forecastUnseen(all, 1).find(({ event }) => event === first.event)?.forecasts;
  const allExecuted = withLives(first, (life) => ({ ...life, end: 'executed' }));
  expect(of([allExecuted, ...others])).toEqual(of([first, ...others]));
});

test('does look at the others', () => {
  const [first, ...others] = events();
  if (first === undefined) throw new Error('no events');
  const rate = (all: readonly EventLives[]) => forecastUnseen(all, 1).find(({ event }) => event === first.event)?.forecasts.constant.curve.perMinute ?? 0;
  expect(rate([first, ...others.map((event) => withLives(event, (life) => ({ ...life, end: 'executed' })))])).toBeGreaterThan(3 * rate([first, ...others]));
});

test('forecasts each event once, and keeps it in its fold for one seed', () => {
  const all = events();
  const told = (some: readonly EventLives[]) => forecastUnseen(some, 1).map(({ event, forecasts }) => ({ event, forecasts }));
  const unseen = told(all);
  expect(unseen.map(({ event }) => event).toSorted()).toEqual(all.map(({ event }) => event).toSorted());
  expect(told(all.toReversed()).map(({ event }) => event)).toEqual(unseen.map(({ event }) => event));
});

test('counts every stay in one range of contracts ahead', () => {
  const all = events();
  const rows = heldOutRows(forecastUnseen(all, 1), 'constant', { seed: 1, rounds: 20 });
  expect(rows.reduce((sum, { lives }) => sum + lives, 0)).toBe(all.reduce((sum, { lives }) => sum + lives.length, 0));
});
