import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EXIT } from '../errors/exit-codes.ts';
import { stopSignals, type StopSignals } from './stop-signals.ts';

let said: string[];
let asked: number;
let signals: StopSignals;
const exits: unknown[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  asked = 0;
  exits.length = 0;
  vi.spyOn(process, 'exit').mockImplementation(((code: unknown) => { exits.push(code); }) as never);
  signals = stopSignals(() => { asked++; }, (text) => said.push(text));
});
afterEach(() => {
  signals.ignore();
  vi.restoreAllMocks();
  vi.useRealTimers();
});
const press = (): void => { process.emit('SIGINT', 'SIGINT'); };

test('asks for an orderly end once, though npm passes the same Ctrl-C on', () => {
  press();
  vi.advanceTimersByTime(300);
  press();
  expect([asked, said, exits]).toEqual([1, ['SIGINT: cancelling all orders and proving that none is open (press again to leave at once)'], []]);
  expect(signals.received).toBe('SIGINT');
});

test('leaves at once when it is pressed again later, and says what that risks', () => {
  press();
  vi.advanceTimersByTime(1_500);
  press();
  expect(exits).toEqual([EXIT.failed]);
  expect(said[1]).toContain('NOT proved cancelled');
});

test.each(['SIGTERM', 'SIGHUP'] as const)('asks for an orderly end on %s', (signal) => {
  // Without a listener SIGHUP would end the process where it stands, orders open.
  expect(process.listenerCount(signal)).toBeGreaterThan(0);
  process.emit(signal, signal);
  expect([asked, signals.received, exits]).toEqual([1, signal, []]);
});
