// Why an operator's word about a market, or about the halt, cannot be taken.

import type { Engine } from '../core/engine.ts';
import type { TokenAction } from '../core/pipeline/operate.ts';
import { API_ERRORS } from '../errors/api.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import type { Written } from '../journal/records.ts';
import { refused, type Refused } from './refused.ts';

export const notListed = (market: string): Refused => refused(API_ERRORS.unknownMarket, `no market "${market}" is listed`);

/** `cleared`: what became of the halt's record. */
export const haltStands = (cleared: Written): Refused | null =>
  (cleared.ok ? null : refused(RUNTIME_ERRORS.controlUnreadable, `the halt stands, for its record cannot be cleared: ${cleared.reason}`));

/** Null where its position can be worked off. */
export function liquidationObstacle(engine: Engine, name: string): Refused | null {
  const report = engine.market(name);
  if (report === null) return notListed(name);
  if (!report.canLiquidate) return refused(RUNTIME_ERRORS.noLiquidation, `the settings of ${name} have no \`liquidation\``);
  return report.position === 0 ? refused(RUNTIME_ERRORS.nothingHeld, `nothing is held in ${name}`) : null;
}

/** Null where the operation can be asked for. */
export function tokenObstacle(engine: Engine, action: TokenAction): Refused | null {
  const unlisted = (action.kind === 'convert' ? action.markets : [action.market]).find((name) => engine.market(name) === null);
  if (unlisted !== undefined) return notListed(unlisted);
  const obstacle = engine.tokenObstacle(action);
  return obstacle === null ? null : refused(RUNTIME_ERRORS.noTokenOperation, `${action.kind}: ${obstacle}`);
}
