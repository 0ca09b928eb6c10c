import { expect, it } from 'vitest';
import type { OrderState } from '../domain/order.ts';
import { isTerminal, mayBecome } from './order-states.ts';

const STATES: readonly OrderState[] = ['intended', 'sent', 'working', 'cancel-pending', 'cancel-unknown', 'unknown', 'done', 'rejected', 'absent'];

it('ends in done, rejected or absent, and nowhere else', () => {
  expect(STATES.filter(isTerminal)).toEqual(['done', 'rejected', 'absent']);
  for (const end of STATES.filter(isTerminal)) for (const to of STATES) expect(mayBecome(end, to)).toBe(false);
});

it('reaches every state from the intent, and an end from every state', () => {
  const from = (start: OrderState): Set<OrderState> => {
    const seen = new Set([start]);
    for (const state of seen) for (const to of STATES) if (mayBecome(state, to)) seen.add(to);
    return seen;
  };
  expect(from('intended').size).toBe(STATES.length);
  for (const state of STATES) expect([...from(state)].some(isTerminal)).toBe(true);
});

it('never goes back to what was before it was sent, and never to absent what the venue has acknowledged', () => {
  for (const state of STATES) {
    expect(mayBecome(state, 'intended')).toBe(false);
    if (state !== 'intended') expect(mayBecome(state, 'sent')).toBe(false);
  }
  expect(mayBecome('working', 'absent')).toBe(false);
  expect(mayBecome('working', 'rejected')).toBe(false);
});
