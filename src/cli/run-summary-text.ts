// The end of a run as a person reads it.

import { moneyText, percentText, positionText } from '../observe/operator-units.ts';
import type { PnlView } from '../core/views.ts';
import type { RunSummary } from '../runtime/run-summary.ts';
import { alignedTable } from './aligned-table.ts';

const counts = (record: Readonly<Record<string, number>>): string => {
  const entries = Object.entries(record).filter(([, count]) => count > 0).toSorted(([, a], [, b]) => b - a);
  return entries.length === 0 ? 'none' : entries.map(([reason, count]) => `${reason} ${count.toLocaleString('en-US')}`).join(', ');
};

/** What venues paid for making is shown where there is any. */
const pnlText = ({ spread, inventory, fees, rebates, rewards }: PnlView): string => [
  `spread ${moneyText(spread)}`, `inventory ${moneyText(inventory)}`, `fees ${moneyText(-fees)}`,
  ...(rebates === 0 ? [] : [`rebates ${moneyText(rebates)}`]), ...(rewards === 0 ? [] : [`rewards ${moneyText(rewards)}`]),
].join('  ');

export function runSummaryText(summary: RunSummary): string {
  const { pnl, markets } = summary;
  const whole = (n: number): string => n.toLocaleString('en-US');
  const table = alignedTable([
    ['market', 'fills', 'P&L', 'spread', 'inventory', 'fees', 'position', 'lowest', 'highest', 'two-sided'],
    ...markets.map((market) => [
      market.name, whole(market.fills), moneyText(market.pnl.total), moneyText(market.pnl.spread), moneyText(market.pnl.inventory), moneyText(-market.pnl.fees),
      positionText(market.position), positionText(market.inventory.min), positionText(market.inventory.max), percentText(market.quoteUptime),
    ]),
  ], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  return [
    '',
    `run ${summary.run} (${summary.session}, generation ${summary.generation}) ended: ${summary.endedBecause}`,
    `  P&L       ${moneyText(pnl.total)}  =  ${pnlText(pnl)}`,
    `  fills     ${whole(summary.fills)}   two-sided quotes ${percentText(summary.quoteUptime)} of the time`,
    `  dropped   ${counts(summary.quotesDropped)}`,
    `  refused   ${counts(summary.refusals)}`,
    `  guards    ${counts(summary.guardTrips)}`,
    `  events    ${whole(summary.events)} in ${summary.seconds.toFixed(2)} s (${whole(summary.eventsPerSecond)} a second), ${whole(summary.decisions)} decisions`,
    '',
    ...table.map((line) => `  ${line}`),
    '',
    `  commands  sha256 ${summary.commandHash}`,
    `  journal   ${summary.journal}`,
    `  replay    evenkeel replay ${summary.run} --journal ${summary.journal}`,
    summary.zeroOpen === 'proved' ? '  zero open orders proved' : '  OPEN ORDERS UNCONFIRMED: zero open orders could not be proved',
    ...(summary.halted ? ['  still halted: `evenkeel run --resume` or `evenkeel resume` ends it'] : []),
  ].join('\n');
}
