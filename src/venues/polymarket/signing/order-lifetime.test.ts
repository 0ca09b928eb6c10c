import { expect, it } from 'vitest';
import { timestamp } from '../../../core/domain/numbers.ts';
import { orderLifetime } from './order-lifetime.ts';

const ts = timestamp(1_700_000_000_000);

it('rests an order until cancelled where nothing else is asked', () => {
  expect(orderLifetime({ ts, postOnly: true })).toEqual({ kind: 'lifetime', type: 'GTC', expiration: 0 });
});

it('states a minute more than an order is to rest, since the venue lets go of it a minute early', () => {
  expect(orderLifetime({ ts, postOnly: true, expiresAt: timestamp(ts + 600_000) })).toEqual({ kind: 'lifetime', type: 'GTD', expiration: 1_700_000_660 });
});

it('is never late by a part of a second', () => {
  expect(orderLifetime({ ts, postOnly: true, expiresAt: timestamp(ts + 600_999) })).toMatchObject({ expiration: 1_700_000_660 });
});

it('refuses an end that the venue would refuse: less than three minutes ahead as stated', () => {
  expect(orderLifetime({ ts, postOnly: true, expiresAt: timestamp(ts + 120_000) })).toMatchObject({ kind: 'lifetime' });
  expect(orderLifetime({ ts, postOnly: true, expiresAt: timestamp(ts + 119_999) })).toMatchObject({ kind: 'refused' });
});

it('gives an order that fills at once no end, and refuses it as post-only', () => {
  expect(orderLifetime({ ts, postOnly: false, timeInForce: 'fill-or-kill', expiresAt: timestamp(ts + 600_000) })).toEqual({ kind: 'lifetime', type: 'FOK', expiration: 0 });
  expect(orderLifetime({ ts, postOnly: false, timeInForce: 'fill-and-kill' })).toMatchObject({ type: 'FAK' });
  expect(orderLifetime({ ts, postOnly: true, timeInForce: 'fill-and-kill' })).toMatchObject({ kind: 'refused' });
});
