// A fault that was asked for: the ones of an instant happen here, the others wait on the board.

import type { ChannelName } from '../channels/socket-server.ts';
import type { RehearsalMarket } from '../market/market.ts';
import type { Exchange } from '../trading/exchange.ts';
import type { Price } from '../../core/domain/numbers.ts';
import type { Fault } from './fault.ts';

export interface FaultHost { readonly exchange: Exchange; readonly drop: (channel: ChannelName | undefined) => void }

/** What is wrong with it, in words; null where it was done. */
export function strikeNow(fault: Fault, { exchange, drop }: FaultHost): string | null {
  switch (fault.kind) {
    case 'ws-drop': drop(fault.channel); return null;
    case 'restart': exchange.mode.restart(fault.durationMs, fault.postOnlyMs); return null;
    case 'mode': exchange.mode.set(fault.mode, fault.durationMs); return null;
    case 'tick-change': case 'resolve': {
      const market = exchange.byCondition(fault.market) ?? exchange.bySlug(fault.market);
      if (market === null) return `there is no market "${fault.market}"`;
      return fault.kind === 'resolve' ? resolve(market, fault.outcome, exchange) : changeTick(market, fault.tick, exchange);
    }
    default: exchange.faults.add(fault); return null;
  }
}

function resolve(market: RehearsalMarket, winner: 0 | 1, exchange: Exchange): null {
  exchange.resolve(market, winner === 0 ? 1 : 0);
  return null;
}

function changeTick(market: RehearsalMarket, tick: number, exchange: Exchange): string | null {
  const micros = Math.round(tick * 1e6);
  if (micros < 1_000 || micros % 1_000 !== 0 || 1e6 % micros !== 0) return `a tick of ${tick} is none that the book of a rehearsal can have: it has to divide 1 and be a multiple of 0.001`;
  exchange.setTick(market, micros as Price);
  return null;
}
