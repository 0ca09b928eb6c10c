// How a match settles: MATCHED at once, MINED and CONFIRMED later, or by way of RETRYING, or FAILED, which takes back what
// it moved. Owns the trades of the wallets; those among the other participants are nobody's to ask for.

import { createHash } from 'node:crypto';
import { notional } from '../../core/domain/numbers.ts';
import type { Agenda } from '../agenda.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import { partiesOf, type Party, type Trade, type TradeStatus } from './trade.ts';

export interface SettlementDelays {
  /** From the match to the transaction. */
  readonly minedMs: number;
  /** From the transaction to its being final. */
  readonly confirmedMs: number;
}

export interface SettlementOptions {
  readonly agenda: Agenda;
  readonly faults: FaultBoard;
  readonly delays: SettlementDelays;
  readonly changed: (trade: Trade) => void;
}

export class Settlement {
  readonly #options: SettlementOptions;
  readonly #trades = new Map<string, Trade>();

  constructor(options: SettlementOptions) { this.#options = options; }

  find(id: string): Trade | null { return this.#trades.get(id) ?? null; }

  /** Newest last. */
  all(): Iterable<Trade> { return this.#trades.values(); }

  /** Moves what the match moves and sees the trade through. It is announced by whoever announces the match. */
  open(trade: Trade): void {
    this.#trades.set(trade.id, trade);
    move(trade, 1);
    const { agenda, faults, delays } = this.#options;
    const fault = faults.strike('failed-settlement', trade.id, () => true);
    agenda.after(delays.minedMs, () => {
      if (fault === null) this.#mine(trade);
      else if (fault.ends === 'failed') this.#fail(trade);
      else this.#retry(trade);
    });
  }

  #mine(trade: Trade): void {
    trade.transactionHash = transactionHashOf(trade);
    this.#become(trade, 'MINED');
    this.#options.agenda.after(this.#options.delays.confirmedMs, () => { this.#become(trade, 'CONFIRMED'); });
  }

  #fail(trade: Trade): void {
    move(trade, -1);
    this.#become(trade, 'FAILED');
  }

  #retry(trade: Trade): void {
    this.#become(trade, 'RETRYING');
    this.#options.agenda.after(this.#options.delays.minedMs, () => { this.#mine(trade); });
  }

  #become(trade: Trade, status: TradeStatus): void {
    trade.status = status;
    trade.updatedAt = this.#options.agenda.now();
    this.#options.changed(trade);
  }
}

/** What the transaction of a trade is called, once there is one. */
export const transactionHashOf = ({ id }: Trade): string => `0x${createHash('sha256').update(`transaction/${id}`).digest('hex')}`;

function move(trade: Trade, sign: 1 | -1): void {
  for (const party of partiesOf(trade)) {
    if (party.wallet === null) continue;
    const { cash, tokens } = effectOf(party, party === trade.taker ? trade.fee : 0);
    party.wallet.move(sign * cash, trade.market.tokenIds[party.outcome], sign * tokens);
  }
}

function effectOf({ side, price, size }: Party, fee: number): { readonly cash: number; readonly tokens: number } {
  const value = notional(price, size);
  return side === 'BUY' ? { cash: -value - fee, tokens: size } : { cash: value - fee, tokens: -size };
}
