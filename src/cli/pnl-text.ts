// P&L by hour and by day as a person reads it, oldest first, so that the newest stands above the prompt.

import type { HourView } from '../core/views.ts';
import { moneyText } from '../observe/operator-units.ts';
import type { PnlReport } from '../runtime/controller.ts';
import { alignedTable } from './aligned-table.ts';

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const hourText = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

const HOUR_COLUMNS = ['HOUR (UTC)', 'P&L', 'REALISED', 'UNREALISED', 'SPREAD', 'INVENTORY', 'FEES', 'REBATES', 'REWARDS', 'TOTAL', ''];
const hourRow = ({ hour, change, total }: HourView, note: string): readonly string[] => [
  hourText(hour), ...[change.total, change.realised, change.unrealised, change.spread, change.inventory, -change.fees || 0, change.rebates, change.rewards, total].map(moneyText), note,
];

export function pnlText({ current, hours, days }: PnlReport): string {
  if (current === null && hours.length === 0) return 'no hour has begun yet';
  const rows = [...hours.toReversed().map((hour) => hourRow(hour, '')), ...(current === null ? [] : [hourRow(current, 'so far')])];
  return [
    ...alignedTable([HOUR_COLUMNS, ...rows], HOUR_COLUMNS.map((_, column) => column).slice(1, -1)),
    '',
    ...alignedTable([
      ['DAY (UTC)', 'BASELINE', 'P&L', 'TOTAL', 'HOURS OVER'],
      ...days.toReversed().map(({ day, baseline, change, total, hours: count }) => [dayText(day), moneyText(baseline), moneyText(change), moneyText(total), String(count)]),
    ], [1, 2, 3, 4]),
  ].join('\n');
}
