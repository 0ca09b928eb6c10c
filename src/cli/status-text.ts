// The status of a running bot as a person reads it: the account in a few lines, then a line per market.

import { CONSTRAINTS, reasonWords } from '../core/risk/constraints.ts';
import type { EngineStatus, MarketSummary, PnlView } from '../core/views.ts';
import type { BotStatus } from '../runtime/controller.ts';
import { estimateText, moneyText, percentText, positionText, priceText } from '../observe/operator-units.ts';
import { alignedTable } from './aligned-table.ts';
import { qualityText } from './quality-text.ts';
import { rewardsText } from './rewards-text.ts';

const unsigned = (dollars: number): string => moneyText(dollars).replace(/^\+/, '');
const price = (dollars: number | null): string => (dollars === null ? '—' : priceText(dollars));
const parts = ({ spread, inventory, fees, rebates, rewards }: PnlView): string => [
  `spread ${moneyText(spread)}`, `inventory ${moneyText(inventory)}`, `fees ${unsigned(fees)}`,
  ...(rebates === 0 ? [] : [`rebates ${unsigned(rebates)}`]), ...(rewards === 0 ? [] : [`rewards ${unsigned(rewards)}`]),
].join(', ');

/** Groups and strategies that have a cap, what is reduced for now, and what was left. */
const capLines = ({ exposure, degraded, canary, left }: BotStatus): readonly string[] => [
  ...exposure.groups.map(({ name, worst, limit }) => `${name}: ${unsigned(worst)} of ${unsigned(limit)} in the worst case`),
  ...exposure.strategies.flatMap(({ name, worst, capital }) => (capital === null ? [] : [`capital of ${name}: ${unsigned(worst)} of ${unsigned(capital)} in the worst case`])),
  ...degraded.map(({ venue, why, limitFactor, until }) => `${venue} is degraded (${why}): limits × ${limitFactor} until ${new Date(until).toISOString()} at least`),
  ...(canary === null ? [] : [`canary: sizes × ${percentText(canary.size)} until ${new Date(canary.until).toISOString()}`]),
  ...(left === null ? [] : [`LEFT by ${left.by} at ${new Date(left.since).toISOString()}: nobody looks after ${left.positions.map(({ market, yes, no }) => `${yes} YES and ${no} NO of ${market}`).join(', ')} (profile ${left.profile})`]),
];

/** What the part of its life says already. */
const SAID: ReadonlySet<string> = new Set([CONSTRAINTS.notChosen.code, CONSTRAINTS.liquidating.code]);

/** Which part of its life it is in, unless it is simply quoted, and what holds it back beside the account. */
function remarks({ strategy, lifecycle, stage, choice: { why }, reasons }: MarketSummary, status: EngineStatus): string {
  const standing = strategy === null || lifecycle === 'active' ? [] : [stage !== null ? `${lifecycle} (${stage})` : why === null ? lifecycle : `${lifecycle}: ${why}`];
  const own = reasons.filter((reason) => !SAID.has(reason) && !status.reasons.includes(reason));
  return [...standing, ...own.map(reasonWords)].join('; ');
}

export function statusText(status: BotStatus): string {
  const { session, pnl, orders, exposure, halted } = status;
  const lines = [
    `session ${session.id} · profile ${session.profile} (${session.mode}) · generation ${status.generation} · permission ${status.permission}`,
    // A halt has its own line, with who and why.
    ...status.reasons.filter((reason) => reason !== CONSTRAINTS.halted.code).map((reason) => `  ${reasonWords(reason)}`),
    ...(halted === null ? [] : [`HALTED by ${halted.by} at ${new Date(halted.since).toISOString()}: ${halted.reason}`]),
    `P&L ${moneyText(pnl.total)} (${parts(pnl)}) · today ${moneyText(pnl.daily)} · drawdown ${unsigned(pnl.drawdown)}`,
    `  realised ${moneyText(pnl.realised)}, unrealised ${moneyText(pnl.unrealised)}`,
    `orders ${orders.open} open, of them ${orders.unknown} unknown · held at cost ${unsigned(exposure.grossNotional)} · cash ${exposure.cash === null ? 'unknown' : unsigned(exposure.cash)}`,
    ...qualityText(status),
    ...rewardsText(status),
    ...capLines(status),
  ];
  if (status.markets.length === 0) return [...lines, '', 'no market is quoted'].join('\n');
  const rows = status.markets.map((market) => [
    market.name, market.permission, positionText(market.position), price(market.bid), price(market.ask), market.fairValue === null ? '—' : estimateText(market.fairValue),
    moneyText(market.pnl.total), String(market.fills), percentText(market.quoteUptime), remarks(market, status),
  ]);
  return [...lines, '', ...alignedTable([['MARKET', 'PERMISSION', 'POSITION', 'BID', 'ASK', 'FAIR', 'P&L', 'FILLS', 'QUOTED', ''], ...rows], [2, 3, 4, 5, 6, 7, 8])].join('\n');
}
