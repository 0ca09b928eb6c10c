// Everything of a swap that can fail for reasons of the new session, done while the old one still trades: its API and token,
// its account, its journal and its market.

import type { LoadedConfig } from '../config/load.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { armAccount } from './arm-account.ts';
import type { BotOptions } from './bot-options.ts';
import type { ControlRecord } from './control-record.ts';
import { controlToken, type ControlToken } from './control-token.ts';
import { prepareSession, type PreparedSession } from './open-session.ts';
import type { OracleWatch } from './oracle-watch.ts';
import type { SwapAsked } from './pending-swap.ts';
import { refused, type Refused } from './refused.ts';
import { movedApi, requested } from './session-wiring.ts';

export interface SwapParts {
  readonly options: BotOptions;
  readonly inForce: LoadedConfig;
  readonly token: ControlToken;
  readonly control: ControlRecord;
  readonly oracle: OracleWatch;
}
/** `token`: of control calls, once the new session runs. */
export type PreparedSwap = { readonly ok: true; readonly prepared: PreparedSession; readonly token: ControlToken } | Refused;

/** Throws an `EvenkeelError` where the new session cannot be opened. */
export async function prepareSwap(loaded: LoadedConfig, { isConfirmed, tape, token: presented }: SwapAsked, { options, inForce, token, control, oracle }: SwapParts): Promise<PreparedSwap> {
  const { config: { api, mode, profile } } = loaded;
  const moved = movedApi(inForce, loaded);
  if (moved !== null) return moved;
  const next = api.token === null ? token : controlToken(api.token, options.environment);
  if (!token.isNeeded && next.isNeeded && (presented === null || !next.check(presented))) {
    return refused(isConfirmed ? RUNTIME_ERRORS.tokenNotPresented : RUNTIME_ERRORS.awaitsConfirmation, `${profile} needs a token, and ${presented === null ? 'none' : 'another'} came with the request`);
  }
  const { account, heldBecause } = await armAccount(options, loaded, { isConfirmed, origin: 'profile' });
  const request = await requested(options, { loaded, origin: 'profile', tape: mode === 'paper' ? tape ?? options.tape : null, account, heldBecause, control, oracle });
  return { ok: true, prepared: await prepareSession(request), token: next };
}
