// The dead-man's switch of each API key: armed by the first heartbeat, and where none follows in time all orders of the key
// are cancelled.

import { createHash } from 'node:crypto';
import { uuidOf } from '../accounts/api-keys.ts';
import type { Agenda } from '../agenda.ts';

const EXPIRES_MS = 10_000;
const LOOKED_AT_EVERY_MS = 5_000;

interface Chain { id: string; lastAt: number; isArmed: boolean; beats: number }

export class Heartbeats {
  readonly #agenda: Agenda;
  readonly #chains = new Map<string, Chain>();

  constructor(agenda: Agenda, expired: (apiKey: string) => void) {
    this.#agenda = agenda;
    agenda.every(LOOKED_AT_EVERY_MS, () => {
      for (const [apiKey, chain] of this.#chains) {
        if (!chain.isArmed || agenda.now() - chain.lastAt <= EXPIRES_MS) continue;
        chain.isArmed = false;
        expired(apiKey);
      }
    });
  }

  /** The next id, or the one that was expected. */
  beat(apiKey: string, id: string): { readonly isRight: boolean; readonly id: string } {
    const chain = this.#chains.get(apiKey);
    if (chain !== undefined && chain.isArmed && chain.id !== id) return { isRight: false, id: chain.id };
    return { isRight: true, id: this.#next(apiKey) };
  }

  /** The older endpoint names no id: it begins the chain anew. */
  reset(apiKey: string): void { this.#next(apiKey); }

  #next(apiKey: string): string {
    const beats = (this.#chains.get(apiKey)?.beats ?? 0) + 1;
    const id = uuidOf(createHash('sha256').update(`${apiKey}/heartbeat/${beats}`).digest());
    this.#chains.set(apiKey, { id, lastAt: this.#agenda.now(), isArmed: true, beats });
    return id;
  }
}
