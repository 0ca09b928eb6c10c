// How well making goes, as a person reads it: a line for the account and one for each strategy, of what is known.

import type { EngineStatus, ExitsView } from '../core/views.ts';
import { estimateText, moneyText, percentText } from '../observe/operator-units.ts';

export function qualityText({ quality, strategies }: Pick<EngineStatus, 'quality' | 'strategies'>): readonly string[] {
  const { fillRate, realisedSpread: { perShare, fills } } = quality;
  const account = [
    ...(fillRate === null ? [] : [`${percentText(fillRate)} of what was placed has filled`]),
    ...(perShare === null ? [] : [`a share worth ${perShare > 0 ? '+' : ''}${estimateText(perShare)} a minute after its fill (${fills} ${fills === 1 ? 'fill' : 'fills'})`]),
  ];
  return [
    ...(account.length === 0 ? [] : [account.join(' · ')]),
    ...strategies.flatMap(({ name, pnl, earningUptime, exits }) => {
      const known = [...(earningUptime === null ? [] : [`earning ${percentText(earningUptime)} of the time`]), ...exitsText(exits)];
      return known.length === 0 ? [] : [[`${name}: P&L ${moneyText(pnl)}`, ...known].join(' · ')];
    }),
  ];
}

const minutes = (ms: number): string => `${(ms / 60_000).toFixed(1)} min`;
const exitsText = ({ count, meanMs, longestMs }: ExitsView): readonly string[] =>
  (meanMs === null || longestMs === null ? [] : [`${count} ${count === 1 ? 'exit' : 'exits'} in ${minutes(meanMs)} on average, at most ${minutes(longestMs)}`]);
