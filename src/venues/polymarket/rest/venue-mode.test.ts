import { expect, it } from 'vitest';
import { timestamp, type TimestampMs } from '../../../core/domain/numbers.ts';
import { VenueModes } from './venue-mode.ts';

const at = (seconds: number): TimestampMs => timestamp(seconds * 1000);

it('is normal until the venue says otherwise', () => {
  expect(new VenueModes().at(at(0))).toEqual({ mode: 'normal', until: null });
});

it('backs off from a restart, 1 s doubling to 30 s', () => {
  const modes = new VenueModes();
  const untils = [0, 1, 3, 7, 15, 31, 61].map((seconds) => {
    modes.refused('restarting', null, at(seconds));
    return modes.at(at(seconds));
  });
  expect(untils).toEqual([1, 3, 7, 15, 31, 61, 91].map((until) => ({ mode: 'restarting', until: at(until) })));
});

it('takes post-only orders alone for two minutes after a restart', () => {
  const modes = new VenueModes();
  modes.refused('restarting', null, at(0));
  modes.served(at(10));
  expect(modes.at(at(11))).toEqual({ mode: 'post-only', until: at(130) });
  modes.served(at(60));
  modes.tookOrder(true);
  expect(modes.at(at(61))).toEqual({ mode: 'post-only', until: at(130) });
  expect(modes.at(at(130))).toEqual({ mode: 'normal', until: null });
});

it('begins a later restart at one second again', () => {
  const modes = new VenueModes();
  for (const seconds of [0, 1, 3]) modes.refused('restarting', null, at(seconds));
  modes.served(at(10));
  modes.refused('restarting', null, at(500));
  expect(modes.at(at(500)).until).toBe(at(501));
});

it('holds as long as the venue says, and for a while where it does not say', () => {
  const modes = new VenueModes();
  modes.refused('post-only', 79_000, at(0));
  expect(modes.at(at(78))).toEqual({ mode: 'post-only', until: at(79) });
  modes.refused('cancel-only', null, at(100));
  expect(modes.at(at(109))).toEqual({ mode: 'cancel-only', until: at(110) });
  expect(modes.at(at(110)).mode).toBe('normal');
});

it('is normal as soon as an order is taken that the mode would not allow', () => {
  const modes = new VenueModes();
  modes.refused('post-only', 79_000, at(0));
  modes.tookOrder(true);
  expect(modes.at(at(1)).mode).toBe('post-only');
  modes.tookOrder(false);
  expect(modes.at(at(1)).mode).toBe('normal');
  modes.refused('cancel-only', null, at(2));
  modes.tookOrder(true);
  expect(modes.at(at(2)).mode).toBe('normal');
});
