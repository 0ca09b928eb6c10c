import { expect, it } from 'vitest';
import { SignalBank } from './signal-bank.ts';

it('keeps a window that is still needed across a reload and forgets the others', () => {
  const bank = new SignalBank();
  bank.require([{ kind: 'flow', windowMs: 1_000 }, { kind: 'flow', windowMs: 5_000 }, { kind: 'fair', windowMs: 1_000 }]);
  bank.observeTrade(10, 500_000, 3, 1);
  const kept = bank.flow(1_000);
  bank.require([{ kind: 'flow', windowMs: 1_000 }, { kind: 'flow', windowMs: 1_000 }, { kind: 'fills', windowMs: 1_000 }]);
  expect(bank.flow(1_000)).toBe(kept);
  expect(bank.flow(1_000).total()).toBe(4);
  expect(() => bank.flow(5_000)).toThrow(/no window of 5000 ms/);
  expect(() => bank.fair(1_000)).toThrow(/no window/);
});

it('gives each observation to the windows of its kind, all lengths', () => {
  const bank = new SignalBank();
  bank.require((['fair', 'flow', 'fills', 'rejects'] as const).flatMap((kind) => [1_000, 5_000].map((windowMs) => ({ kind, windowMs }))));
  bank.observeFair(0, 500_000);
  bank.observeTrade(0, 500_000, 7, 0);
  bank.observeFill(0, 1, 500_000, 1);
  bank.observeFill(0, 1, 500_000, 1);
  bank.observeReject(0);
  bank.observeFair(2_000, 510_000);
  bank.advance(2_000);
  expect([bank.flow(1_000).up(), bank.flow(5_000).up()]).toEqual([0, 7]);
  expect([bank.fills(1_000).up(), bank.fills(5_000).up()]).toEqual([0, 2]);
  expect([bank.rejects(1_000).up(), bank.rejects(5_000).up()]).toEqual([0, 1]);
  expect([bank.fair(1_000).move(), bank.fair(5_000).move()]).toEqual([10_000, NaN]);
});

it('is the same after JSON', () => {
  const bank = new SignalBank();
  bank.require([{ kind: 'fair', windowMs: 1_000 }, { kind: 'flow', windowMs: 1_000 }, { kind: 'fills', windowMs: 2_000 }, { kind: 'rejects', windowMs: 2_000 }]);
  bank.observeFair(0, 500_000);
  bank.observeTrade(50, 500_000, 1, 2);
  bank.observeReject(60);
  const again = SignalBank.fromJSON(JSON.parse(JSON.stringify(bank)));
  expect(again.toJSON()).toEqual(bank.toJSON());
  expect(again.rejects(2_000).up()).toBe(1);
});
