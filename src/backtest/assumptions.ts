// What a result rests on that no recording shows, in words: the exchange as the profile describes it.

import type { ExchangeSettings, LatencySettings, QueueSettings } from '../config/compiled-config.ts';
import type { Instrument } from '../core/domain/instrument.ts';

const MICROS = 1_000_000;
const dollars = (micros: number): string => `$${(micros / MICROS).toLocaleString('en-US')}`;

function latencyText(latency: LatencySettings): string {
  switch (latency.kind) {
    case 'constant': return `${latency.ms} ms`;
    case 'distribution': return `a median of ${latency.medianMs} ms, 99% within ${latency.p99Ms} ms`;
    case 'samples': return `as measured in ${latency.path}`;
    case 'tape': return 'as long as the recorder of the tape waited';
  }
}

function parameterText(queue: QueueSettings): readonly string[] {
  if (queue.model === 'power') return [`power queue: a cancel was behind us with the weight back^${queue.exponent} against ahead^${queue.exponent}`];
  return queue.model === 'decay' ? [`decay queue: what is ahead halves every ${queue.halfLifeMs / 1_000} s`] : [];
}

export function assumptionsOf({ latency, ghostFills, rewards, cash }: ExchangeSettings, models: readonly QueueSettings[], instruments: readonly Instrument[]): readonly string[] {
  const unsized = instruments.filter(({ isUnsized }) => isUnsized === true).length;
  return [
    `market data travels ${latencyText(latency.feed)}, orders ${latencyText(latency.order)}, answers ${latencyText(latency.response)}`,
    ...models.flatMap(parameterText),
    ghostFills.share === 0 ? 'every match settles' : `${(ghostFills.share * 100).toLocaleString('en-US')}% of matches fail to settle, told ${ghostFills.toldAfterMs / 1_000} s later`,
    rewards === null ? 'no liquidity rewards' : `liquidity rewards of ${dollars(rewards.daily)} a day and market within ${rewards.maxSpread / 10_000}c, from ${rewards.minSize / MICROS} shares`,
    ...(unsized === 0 ? [] : [`sizes are not recorded in ${unsized} of ${instruments.length} markets: our place in their queues is unknown, quotes there hold the least order, and no reward is counted`]),
    `the account begins with ${dollars(cash)}`,
  ];
}
