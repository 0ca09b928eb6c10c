import { expect, test } from 'vitest';
import type { PlaceOrder } from '../core/domain/commands.ts';
import { marketId } from '../core/domain/instrument.ts';
import { price, size, timestamp } from '../core/domain/numbers.ts';
import { CommandHash, commandLine } from './command-hash.ts';

const place: PlaceOrder = {
  type: 'PlaceOrder', ts: timestamp(7), generation: 3, venue: 'demo', clientId: 'demo-1-1', market: marketId(0), side: 'bid',
  price: price(470_000), size: size(10), postOnly: true, leg: { outcome: 'yes', action: 'buy', price: price(470_000) },
};

test('a line has every key in order, and not the number of the generation', () => {
  expect(commandLine(place)).toBe(
    '{"clientId":"demo-1-1","leg":{"action":"buy","outcome":"yes","price":470000},"market":0,"postOnly":true,"price":470000,"side":"bid","size":10,"ts":7,"type":"PlaceOrder","venue":"demo"}\n');
  expect(commandLine({ ...place, generation: 4 })).toBe(commandLine(place));
});

test('the hash depends on each command and on their order, and can be read on the way', () => {
  const of = (...commands: PlaceOrder[]): string => {
    const hash = new CommandHash();
    for (const command of commands) {
      hash.digest();
      hash.add(command);
    }
    return hash.digest();
  };
  const other = { ...place, price: price(480_000) };
  expect(of(place, other)).toBe(of(place, other));
  expect(new Set([of(), of(place), of(other), of(place, other), of(other, place)]).size).toBe(5);
});
