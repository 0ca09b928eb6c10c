// An explanation as a person reads it in a terminal: what may be done and why, the way from fair value to the quotes, each
// rule with its truth table, each side's layers with what trimmed them and what became of the order.

import type { z } from 'zod';
import { reasonWords } from '../core/risk/constraints.ts';
import { FACTS_BY_NAME } from '../core/rules/facts.ts';
import { formatFact } from '../core/rules/format-fact.ts';
import type { ConditionTrace, QuoteTrace, RuleTrace } from '../core/views.ts';
import { priceText, sizeText } from '../observe/operator-units.ts';
import { paint, type Colour } from '../observe/terminal-colour.ts';
import type { explanation } from '../server/view-schemas.ts';
import { alignedTable } from './aligned-table.ts';

type Explained = z.output<typeof explanation>;

const MARK: Readonly<Record<ConditionTrace['result'], { readonly text: string; readonly colour: Colour }>> = {
  true: { text: '✓', colour: 'green' }, false: { text: '✗', colour: 'red' }, unknown: { text: '?', colour: 'yellow' },
};
const OPERATORS: Readonly<Record<string, string>> = {
  equal: '=', notEqual: '≠', lessThan: '<', lessThanInclusive: '≤', greaterThan: '>', greaterThanInclusive: '≥', in: 'in', notIn: 'not in',
};
const ORACLE: Readonly<Record<Explained['oracle'], string>> = {
  agrees: 'json-rules-engine agrees', disagrees: 'json-rules-engine DISAGREES: this is a bug, please report it', 'not-asked-yet': 'json-rules-engine not asked yet',
};

export function explanationText(explained: Explained, isColoured: boolean): string {
  const heading = (text: string) => ['', paint(text, 'cyan', isColoured)];
  const { permission, steps, rules } = explained;
  const strategy = explained.strategy === null ? 'no strategy' : `strategy ${explained.strategy}`;
  return [
    `${explained.market} · ${strategy} · generation ${explained.generation} · ${timeText(explained.at)}`,
    ...choiceLines(explained, isColoured),
    ...heading(`PERMISSION  ${permission.result}`),
    ...indented(1, permission.constraints.length === 0 ? ['nothing lowers it'] : alignedTable(permission.constraints.map((one) => [one.permission, one.code, one.why]))),
    ...heading('FROM FAIR VALUE TO QUOTE'),
    ...indented(1, steps.length === 0 ? ['no step was taken'] : alignedTable(steps.map(({ step, effect }) => [step, effect]))),
    ...heading(`RULES  ${rules.length === 0 ? 'none' : ORACLE[explained.oracle]}`),
    ...indented(1, rules.flatMap((rule) => ruleLines(rule, isColoured))),
    ...heading('BIDS'),
    ...indented(1, sideLines('bid', explained.bids, explained.noBidBecause)),
    ...heading('ASKS'),
    ...indented(1, sideLines('ask', explained.asks, explained.noAskBecause)),
  ].join('\n');
}

/** Nothing for a market that is quoted because its strategy takes all. */
function choiceLines({ lifecycle, choice: { since, rankBy, score, why }, where }: Explained, isColoured: boolean): readonly string[] {
  if (lifecycle === 'active' && rankBy === null && where === null) return [];
  const rank = rankBy === null ? [] : [`ranked by ${rankBy}: ${score === null ? 'unknown' : factText(rankBy, score)}`];
  return [
    '', paint(`CHOICE  ${lifecycle} since ${timeText(since)}`, 'cyan', isColoured),
    ...indented(1, [...(why === null ? [] : [why]), ...rank, ...(where === null ? [] : ['where', ...indented(1, conditionLines(where, isColoured))])]),
  ];
}

/** Dollars and prices come as decimals, and are written from micro-units. */
function factText(fact: string, value: number): string {
  const unit = FACTS_BY_NAME.get(fact)?.unit ?? 'count';
  return formatFact(unit, unit === 'price' || unit === 'cash' ? value * 1_000_000 : value);
}

function ruleLines(rule: RuleTrace, isColoured: boolean): readonly string[] {
  const mark = MARK[rule.when.result];
  const phase = rule.cause === 'unknown' ? `${rule.phase}, because a fact is unknown` : rule.phase;
  const since = rule.since === null ? '' : ` since ${timeText(rule.since)}`;
  const force = rule.inForce ? 'in force' : 'not in force';
  return [
    `${paint(mark.text, mark.colour, isColoured)} ${rule.name} · ${rule.scope} · ${phase}${since} → ${rule.outcomes.join(', ')} (${force})`,
    ...indented(2, conditionLines(rule.when, isColoured)),
    ...(rule.until === null ? [] : indented(2, ['until', ...indented(1, conditionLines(rule.until, isColoured))])),
  ];
}

function conditionLines(trace: ConditionTrace, isColoured: boolean): readonly string[] {
  const mark = MARK[trace.result];
  const text = trace.kind === 'compare' ? comparisonText(trace) : trace.kind;
  const children = (trace.of ?? []).flatMap((child) => conditionLines(child, isColoured));
  return [`${paint(mark.text, mark.colour, isColoured)} ${text}`, ...indented(1, children)];
}

function comparisonText({ fact, operator, windowMs, actual, actualText, expected, expectedText }: ConditionTrace): string {
  const window = windowMs === undefined || windowMs === null ? '' : ` over ${windowMs / 1_000}s`;
  const was = actual === null ? 'unknown' : actualText ?? String(actual);
  return `${fact ?? '?'}${window} is ${was}, asked: ${OPERATORS[operator ?? ''] ?? operator} ${expectedText ?? JSON.stringify(expected)}`;
}

function sideLines(side: 'bid' | 'ask', quotes: readonly QuoteTrace[], because: string | null): readonly string[] {
  const lines = because === null ? [] : [`no ${side} because ${reasonWords(because)}`];
  const rows = quotes.map((quote) => [`${quote.layer + 1}.`, wishText(quote), orderText(quote)]);
  for (const [index, row] of alignedTable(rows).entries()) {
    lines.push(row);
    const trims = quotes[index]?.trims ?? [];
    for (const { limit, from, to, why } of trims) lines.push(`    trimmed by ${limit}: ${sizeText(from)} → ${sizeText(to)} (${why})`);
  }
  return lines.length === 0 ? [`no ${side} is wanted`] : lines;
}

const quantityText = ({ price, size }: { price: number; size: number }): string => `${sizeText(size)} at ${priceText(price)}`;

function wishText({ wanted, allowed, why }: QuoteTrace): string {
  const reason = why === null ? '' : ` (${why})`;
  if (wanted === null) return `nothing wanted${reason}`;
  if (allowed === null) return `${quantityText(wanted)} → dropped${reason}`;
  const isSame = wanted.price === allowed.price && wanted.size === allowed.size;
  return `${isSame ? quantityText(wanted) : `${quantityText(wanted)} → ${quantityText(allowed)}`}${reason}`;
}

function orderText({ order }: QuoteTrace): string {
  if (order === null) return '';
  const { action, clientId, price, remaining, why } = order;
  const where = price === null || remaining === null ? '' : ` ${clientId}, ${quantityText({ price, size: remaining })}`;
  return `${action}${where}: ${why}`;
}

const indented = (steps: number, lines: readonly string[]): readonly string[] => lines.map((line) => `${'  '.repeat(steps)}${line}`);
const timeText = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
