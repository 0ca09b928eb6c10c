// The venue's dead-man switch: a chain of ids, each sent back with the next beat. One chain an API key.

import { answered, type Answer } from './answer.ts';
import type { ClobLine, Told } from './clob-line.ts';
import { ENDPOINTS } from './endpoints.ts';
import { fieldsOf, textOf } from './read-fields.ts';

export class Heartbeat {
  readonly #line: ClobLine;
  #id = '';

  constructor(line: ClobLine) {
    this.#line = line;
  }

  async beat(): Promise<Answer<null>> {
    const first = await this.#send();
    if (first.outcome !== 'told') return first;
    const expected = expectedId(first);
    if (expected === null) return this.#taken(first);
    // After a restart, or where an answer was lost, the venue is further than we are, and says where.
    this.#id = expected;
    const second = await this.#send();
    return second.outcome === 'told' ? this.#taken(second) : second;
  }

  #send(): ReturnType<ClobLine['exchange']> {
    return this.#line.exchange(ENDPOINTS.heartbeat, { body: JSON.stringify({ heartbeat_id: this.#id }) });
  }

  #taken(told: Told): Answer<null> {
    if (told.status !== 200) return this.#line.judge(told).refusal;
    return this.#line.read(told, () => {
      this.#id = textOf(fieldsOf(told.json, 'a heartbeat'), 'heartbeat_id');
      return answered(null);
    });
  }
}

function expectedId({ status, json }: Told): string | null {
  if (status !== 400 || typeof json !== 'object' || json === null) return null;
  const { heartbeat_id: id } = json as Record<string, unknown>;
  return typeof id === 'string' && id !== '' ? id : null;
}
