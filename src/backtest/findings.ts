// What was found wrong with a recording, in words an operator weighs a result by. Empty for one without a flaw.

import type { Tape } from '../tape/tape.ts';
import type { TapeInfo } from '../tape/tape-info.ts';

const counted = (count: number, one: string, many: string): readonly string[] => (count === 0 ? [] : [`${count.toLocaleString('en-US')} ${count === 1 ? one : many}`]);
const MOST_GAPS_NAMED = 3;
const MOST_NAMED = 3;

/** `untaken`: markets that no strategy took; `passedOver`: files of the folders that are of no known format. */
export function findingsOf({ info, venue, instruments }: Tape, untaken: readonly string[], passedOver: readonly string[]): readonly string[] {
  const { delta = 0, snapshot = 0 } = info.kinds;
  return [
    ...(untaken.length === 0 ? [] : [untaken.length === instruments.length
      ? `no strategy of the config takes a market of ${venue}: nothing was quoted`
      : `no strategy of the config takes ${untaken.length} of the ${instruments.length} markets`]),
    ...(delta + snapshot === 0 && instruments.length > 0 ? ['the tape holds no book: nothing could be quoted'] : []),
    ...(passedOver.length === 0 ? [] : [`of no known format and passed over: ${passedOver.slice(0, MOST_NAMED).join(', ')}${passedOver.length > MOST_NAMED ? ` and ${passedOver.length - MOST_NAMED} more` : ''}`]),
    ...flawsOf(info),
  ];
}

function flawsOf(info: TapeInfo): readonly string[] {
  const gaps = info.gaps.slice(0, MOST_GAPS_NAMED).map(({ market, from, to, how }) =>
    `hole of ${((to - from) / 1_000).toLocaleString('en-US')} s at ${new Date(from).toISOString()}${market === null ? '' : ` in ${market}`}: ${how}`);
  return [
    ...gaps,
    ...counted(info.gaps.length - gaps.length, 'further hole', 'further holes'),
    ...counted(info.backwardStamps, 'stamp ran backwards and was put in order', 'stamps ran backwards and were put in order'),
    ...counted(info.crossedBooks, 'recorded book was crossed', 'recorded books were crossed'),
    ...counted(info.mirrorMismatches, 'row whose NO book is not the mirror of YES', 'rows whose NO book is not the mirror of YES'),
    ...counted(info.staleLevels, 'level was proved gone by the venue\u2019s own best price', 'levels were proved gone by the venue\u2019s own best prices'),
    ...counted(info.negativeLevels, 'cancel of more than a level held', 'cancels of more than a level held'),
    ...counted(info.invalidPeriods, 'stretch in which a book could not be trusted', 'stretches in which a book could not be trusted'),
    ...counted(info.outsideRange, 'level outside the contract\u2019s range was left out', 'levels outside the contract\u2019s range were left out'),
    ...counted(info.bestPriceMismatches, 'best price differs from what the venue says', 'best prices differ from what the venue says'),
  ];
}
