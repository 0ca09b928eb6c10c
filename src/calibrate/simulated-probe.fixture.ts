// Windows of a probe whose laws are known: how likely the price comes to a quote, and how likely one that was touched is
// filled with so much ahead.

import { Random } from '../exchange/random.ts';
import type { ProbeQuote, ProbeWindow } from './probe-window.ts';

export interface ProbeLaws {
  readonly touched: (price: number) => number;
  readonly filledWhenTouched: (ahead: number) => number;
}

export function simulatedProbe({ touched, filledWhenTouched }: ProbeLaws, { seed, windows }: { readonly seed: number; readonly windows: number }): readonly ProbeWindow[] {
  const random = new Random(seed, 'probe');
  return Array.from({ length: windows }, (_, i) => {
    const price = Math.round(5 + 90 * random.uniform()) / 100;
    const winner = random.chance(price) ? 0 : 1;
    const quotes = [price, 0.99 - price].map((own, side): ProbeQuote => {
      const ahead = Math.round(10 ** (0.5 + 3 * random.uniform()));
      const isTouched = random.chance(touched(own));
      const isFilled = isTouched && random.chance(filledWhenTouched(ahead));
      return { isWinner: side === winner, price: own, mode: 'join', ahead, isTouched, isPassed: isFilled, pnl: isFilled ? (side === winner ? 1 : 0) - own : null };
    });
    return { at: Date.UTC(2026, 0, 5) + i * 300_000, secondsLeft: random.chance(0.5) ? 120 : 60, quotes };
  });
}

/** As a probe writes them. */
export const probeJsonl = (windows: readonly ProbeWindow[]): string => windows.map(({ at, secondsLeft, quotes }) => `${JSON.stringify({
  window_ts: at / 1_000, quote_at: secondsLeft, winner: quotes[0]?.isWinner === true ? 'UP' : 'DOWN',
  sides: Object.fromEntries(quotes.map(({ price, mode, ahead, isTouched, isPassed, pnl }, i) => [i === 0 ? 'UP' : 'DOWN', {
    quote: price, mode, queue_ahead: ahead, touched: isTouched, filled: pnl !== null, min_ask_seen: isPassed ? price - 0.01 : price + 0.01, pnl,
  }])),
})}\n`).join('');
