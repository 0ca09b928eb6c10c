// Session start, operators' words and the journal's state. Latches set here are cleared by an operator alone.

import type { OperatorCommanded, SessionStarted } from '../domain/events.ts';
import { BookedPayments } from '../ledger/booked-payments.ts';
import { Position } from '../ledger/position.ts';
import { carriedExposure } from '../orders/carried-orders.ts';
import { dayOf } from '../state/account-state.ts';
import type { CoreState } from '../state/core-state.ts';
import { noLiquidation } from '../liquidation/liquidation-state.ts';
import { rankOf, type StageRank } from '../liquidation/stages.ts';
import { reserveUnlisted } from './grouping.ts';
import { operate } from './operate.ts';
import { cancelAll } from './reconcile.ts';
import { askVenueAgain } from './venue-mode.ts';

export function startSession(core: CoreState, event: SessionStarted): void {
  core.session = { ...event.session };
  core.startedAt = core.now;
  core.account.begunAt = event.carried?.begunAt ?? core.now;
  if (event.carried === null) return;
  core.account.adopt(event.carried);
  core.payments = BookedPayments.fromJSON(event.carried.payments, dayOf(core.now));
  core.rewards = event.carried.rewards ?? {};
  core.unlisted = { ...event.carried.markets };
  core.carriedDegraded = event.carried.degraded ?? {};
  core.carriedPairs = event.carried.correlated ?? [];
  if (event.carried.rules !== undefined) core.carriedRules = event.carried.rules;
  for (const carried of Object.values(core.unlisted)) {
    const { heldNotional, worstNotional } = carriedExposure(carried);
    core.account.pnl += Position.carried(carried).pnl;
    core.account.heldNotional += heldNotional;
    core.account.worstNotional += worstNotional;
  }
  reserveUnlisted(core);
  if (core.account.halted !== null) beginQuiesce(core, core.account.halted.by, core.account.halted.reason);
}

export function applyOperator(core: CoreState, event: OperatorCommanded): void {
  const { account } = core;
  const { action, by } = event;
  switch (action.kind) {
    case 'halt':
      if (account.halted === null) account.halted = { since: core.now, by, reason: action.reason };
      core.notices.push({ type: 'Halted', ts: core.now, market: null, by, reason: action.reason });
      beginQuiesce(core, by, action.reason);
      return;
    case 'quiesce':
      beginQuiesce(core, by, action.reason);
      return;
    case 'liquidate': {
      const market = core.byName.get(action.market);
      if (market === undefined) return;
      market.liquidation.byOperator = Math.max(market.liquidation.byOperator, rankOf(action.stage)) as StageRank;
      core.touch(market);
      // What closes goes on.
      if (market.venue.takes !== 'closing') askVenueAgain(core, market.venue);
      return;
    }
    case 'split':
    case 'merge':
    case 'redeem':
    case 'convert':
      operate(core, by, action);
      return;
    case 'resume':
      resume(core, by, action.market);
      return;
  }
}

/** Cancels everything now and starts asking for the proof that nothing is open. */
function beginQuiesce(core: CoreState, by: string, reason: string): void {
  core.quiesce = { by, reason };
  for (const venue of core.venues) {
    venue.zeroProofs = 0;
    // Answers to what was asked before the stop prove nothing about it.
    venue.questions = [];
    venue.askAgainAt = 0;
    venue.unprovedAnswers = 0;
    cancelAll(core, venue);
  }
  core.touchAll();
}

function resume(core: CoreState, by: string, name: string | null): void {
  const { account } = core;
  if (name !== null) {
    const market = core.byName.get(name);
    if (market === undefined) return;
    const pnl = market.position.pnl;
    market.stopLoss = { latched: false, reason: '', baseline: pnl, peak: pnl };
    // What still asks for it begins it anew, from the first stage.
    market.liquidation = noLiquidation();
    core.touch(market);
    askVenueAgain(core, market.venue);
  } else {
    account.halted = null;
    // A loss that was looked at and accepted is the new baseline; otherwise the latch would fall again at once.
    // A mere warning was no stop: clearing it would let a loss grow past the limits one resume at a time.
    if (account.drawdownLatch === 'reduceOnly' || account.drawdownLatch === 'halt') {
      account.peakPnl = account.pnl;
      account.drawdownLatch = 'none';
    }
    if (account.dailyLossLatched) account.dayStartPnl = account.pnl;
    account.dailyLossLatched = false;
    core.quiesce = null;
    core.touchAll();
    for (const venue of core.venues) askVenueAgain(core, venue);
  }
  core.notices.push({ type: 'Resumed', ts: core.now, market: null, by, what: name ?? 'account' });
}
