// What a tape holds and whether it holds together, as a person reads it and as JSON.

import type { FeeCurve } from '../core/domain/fees.ts';
import type { Instrument } from '../core/domain/instrument.ts';
import { fromMicros, priceText } from '../observe/operator-units.ts';
import { holeText } from '../tape/hole.ts';
import type { MarketFacts } from '../tape/market-facts.ts';
import type { OpenedTape, TapeSource } from '../tape/opened-tape.ts';
import { countsByKind, FINDINGS, type Finding, type TapeFacts } from '../tape/tape-facts.ts';
import type { Verification } from '../tape/verify-tape.ts';
import { alignedTable } from './aligned-table.ts';

export interface Written { readonly out: string; readonly bytes: number; readonly seconds: number; readonly rowsPerSecond: number; readonly sources: readonly TapeSource[] }

const WORDS: Readonly<Record<Finding, string>> = {
  repeatedRows: 'rows that repeat what is known', backwardStamps: 'rows put back in order', crossedBooks: 'crossed books', mirrorMismatches: 'rows whose NO book is not the mirror of YES',
  staleLevels: 'levels the venue proved gone', negativeLevels: 'cancels of more than there was', outsideRange: 'levels outside the range',
  bestPriceChecks: 'best prices compared with the venue’s', bestPriceMismatches: 'of them different',
};
/** Holes that a summary shows; all are counted. */
const SHOWN = 20;

const whole = (count: number): string => count.toLocaleString('en-US');
const utc = (ts: number | null): string => (ts === null ? '—' : new Date(ts).toISOString().replace('T', ' ').replace(/(\.000)?Z$/, ''));

export function describeTape(tape: OpenedTape, facts: TapeFacts): Record<string, unknown> {
  const { name, venue, instruments, references, passedOver } = tape;
  return {
    name, venue, files: tape.files.map(({ path }) => path), passedOver, references,
    rows: facts.rows, recordedRows: facts.recordedRows, kinds: Object.fromEntries(countsByKind(facts.kinds)),
    firstAt: facts.firstAt, lastAt: facts.lastAt,
    markets: instruments.map((instrument, id) => ({ ...instrument, ...facts.markets[id], sizesKnown: instrument.isUnsized !== true })),
    found: facts.found, gaps: facts.gaps, rowsHash: facts.rowsHash,
  };
}

export function tapeText(tape: OpenedTape, facts: TapeFacts): string {
  return [heading(tape, facts), '', ...marketTable(tape, facts), ...foundText(tape, facts, SHOWN)].join('\n');
}

export function importText(tape: OpenedTape, facts: TapeFacts, { out, bytes, seconds, rowsPerSecond }: Written): string {
  return [
    tapeText(tape, facts), '',
    `wrote ${out}: ${whole(facts.rows)} rows of ${whole(facts.recordedRows)} recorded, ${(bytes / 1e6).toFixed(1)} MB, in ${seconds.toFixed(1)} s (${whole(rowsPerSecond)} rows a second)`,
  ].join('\n');
}

export function verificationText(tape: OpenedTape, { facts, contradictions, contradictionCount, disagreements }: Verification): string {
  const holes = facts.gaps.length;
  const isClean = contradictionCount === 0 && disagreements.length === 0 && holes === 0;
  return [
    heading(tape, facts), ...foundText(tape, facts, holes), '',
    ...contradictions.map(({ row, ts, market, what }) => `  row ${whole(row)}, ${utc(ts)}${market === null ? '' : `, ${market}`}: ${what}`),
    ...(contradictionCount > contradictions.length ? [`  … and ${whole(contradictionCount - contradictions.length)} more`] : []),
    ...disagreements.map((text) => `  ${text}`),
    isClean ? 'ok: nothing contradicts itself, nothing is missing' : `NOT OK: ${[
      ...(contradictionCount > 0 ? [`${whole(contradictionCount)} ${contradictionCount === 1 ? 'row contradicts' : 'rows contradict'} what came before`] : []),
      ...(disagreements.length > 0 ? [`${disagreements.length} ${disagreements.length === 1 ? 'disagreement' : 'disagreements'}`] : []),
      ...(holes > 0 ? [`${whole(holes)} ${holes === 1 ? 'hole' : 'holes'}`] : []),
    ].join(', ')}`,
  ].join('\n');
}

function heading(tape: OpenedTape, { rows, kinds, firstAt, lastAt }: TapeFacts): string {
  const seconds = firstAt === null || lastAt === null ? 0 : (lastAt - firstAt) / 1_000;
  const { instruments, references } = tape;
  const holds = [
    ...(instruments.length > 0 ? [`${whole(instruments.length)} ${instruments.length === 1 ? 'market' : 'markets'} of ${tape.venue}`] : []),
    ...(references.length > 0 ? [`prices of ${references.join(', ')}`] : []),
  ];
  return [
    `${tape.name}: ${holds.join('; ')}`,
    `  ${utc(firstAt)} to ${utc(lastAt)} UTC (${spanText(seconds)})`,
    `  ${whole(rows)} rows${seconds > 0 ? `, ${rateText(rows / seconds)}` : ''}: ${countsByKind(kinds).map(([kind, count]) => `${kind} ${whole(count)}`).join(', ')}`,
  ].join('\n');
}

function marketTable({ instruments }: OpenedTape, { markets }: TapeFacts): readonly string[] {
  if (instruments.length === 0) return [];
  return alignedTable([
    ['MARKET', 'TICK', 'TAKER FEE', 'MAKER FEE', 'ROWS', 'TRADES', 'FROM', 'TO', 'SIZES', 'OUTCOME'],
    ...instruments.map((instrument, id) => marketCells(instrument, markets[id])),
  ], [1, 2, 3, 4, 5]).map((line) => `  ${line}`);
}

function marketCells({ name, tick, fees, isUnsized }: Instrument, facts: MarketFacts | undefined): readonly string[] {
  const { rows = 0, trades = 0, firstAt = null, lastAt = null, yesPays = null } = facts ?? {};
  return [
    name, priceText(fromMicros(tick)), feeText(fees.taker), feeText(fees.maker), whole(rows), whole(trades), utc(firstAt), utc(lastAt),
    isUnsized === true ? 'unknown' : 'known', yesPays === null ? 'not resolved' : `YES paid ${fromMicros(yesPays)}`,
  ];
}

function foundText({ passedOver }: OpenedTape, { found, gaps }: TapeFacts, shown: number): readonly string[] {
  const findings = FINDINGS.filter((finding) => found[finding] > 0);
  const counted = alignedTable(findings.map((finding) => [`  ${whole(found[finding])}`, WORDS[finding]]), [0]);
  return [
    ...(counted.length > 0 ? ['', 'found and counted:', ...counted] : []),
    ...(gaps.length > 0 ? ['', `${whole(gaps.length)} ${gaps.length === 1 ? 'hole' : 'holes'}:`, ...gaps.slice(0, shown).map((gap) => `  ${holeText(gap)}`)] : []),
    ...(gaps.length > shown ? [`  … and ${whole(gaps.length - shown)} more`] : []),
    ...(passedOver.length > 0 ? ['', 'passed over, of no known format:', ...passedOver.map((path) => `  ${path}`)] : []),
  ];
}

function feeText({ rate, onValue }: FeeCurve): string {
  if (rate === 0) return 'none';
  const percent = `${Number((rate * 100).toPrecision(6))} %`;
  return onValue === undefined ? percent : `${percent} of value`;
}

function rateText(perSecond: number): string { return perSecond >= 1 ? `${whole(Math.round(perSecond))} a second` : `${(perSecond * 60).toPrecision(2)} a minute`; }

function spanText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  if (days > 0) return `${days} d ${Math.floor((seconds % 86_400) / 3_600)} h`;
  if (seconds >= 3_600) return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} m`;
  return seconds >= 60 ? `${Math.floor(seconds / 60)} m ${Math.floor(seconds % 60)} s` : `${seconds} s`;
}
