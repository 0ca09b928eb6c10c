// Every guard: what it saves us from, its keys and codes, what it allows while it holds, when it lets go, and where it comes
// from.

import { DROP_REASONS } from '../../src/core/quoting/ladder.ts';
import { ALL_CONSTRAINTS, type ConstraintSpec } from '../../src/core/risk/constraints.ts';
import type { GuardSpec } from '../../src/core/risk/guards/guard-spec.ts';
import { GUARDS } from '../../src/core/risk/guards/registry.ts';
import { cell, code, referencePage, table, type Page } from '../markdown.ts';

const allowed = ({ permission, side }: ConstraintSpec): string => (side === undefined ? permission : `the ${side} side only reduces`);

function effect(of: string): string {
  const constraint = ALL_CONSTRAINTS.find((c) => c.code === of);
  if (constraint !== undefined) return `${code(of)} ${allowed(constraint)}`;
  return `${code(of)} ${DROP_REASONS.some((reason) => reason === of) ? 'the quote is trimmed or dropped' : 'the quote waits'}`;
}

const row = ({ name, protects, keys, codes, metric, unit, clears, provenance, constant }: GuardSpec): readonly string[] => [
  `**${name}** ${cell(protects)}`, keys.length === 0 ? 'always on' : keys.map(code).join(', '), codes.length === 0 ? 'works through the limits of others' : codes.map(effect).join('; '),
  cell(`${metric} (${unit})`), cell(clears), cell(provenance), cell(constant),
];

export function guardsPage(): Page {
  const page = referencePage('guards', 'Guards', ['src/core/risk/guards/'], [
    'A guard stands between what a strategy wants and what is in the market. Several may hold at once, each under its own code, and each lets go by itself; the lowest permission among them counts. What a threshold guard measures has to fall to 80 % of its threshold, and its time has to be over, before it clears. What is not known is never taken for good: either the guard keeps what it last said, or a code of its own says that it does not know.',
    'Reducing is not stopped by any of them, save where what is live or what the market is worth is not known (`cancel-only`), or where the operator wrote it so.',
    'Every time one begins is counted, by market and code: `guardTrips` in `GET /markets/{name}` and in a backtest, `evenkeel_guard_trips_total` in `GET /metrics`. Layers that were dropped are counted by reason.',
    table(['guard', 'keys', 'while it holds', 'metric (unit)', 'lets go', 'comes from', 'constant'], GUARDS.map(row)),
    'Keys without a file stand in the settings of a strategy; `profile:` ones in `profiles/*.yaml`. `structural`: follows from what the guard is. `placeholder`: chosen, and to be replaced by a fit.',
  ]);
  return { ...page, file: 'docs/guards.md' };
}
