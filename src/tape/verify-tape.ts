// Reads everything of a tape and holds it against itself: its rows against what rows have to be, and a Parquet tape's rows
// against what it says of itself.

import { parquetSource } from './parquet-read.ts';
import type { OpenedTape } from './opened-tape.ts';
import { RowChecks, type Contradiction } from './row-checks.ts';
import { firstDifference } from './same-rows.ts';
import { TapeFactsCounter, type TapeFacts } from './tape-facts.ts';

export interface Verification {
  readonly facts: TapeFacts;
  /** Rows that contradict others; the first hundred. */
  readonly contradictions: readonly Contradiction[];
  readonly contradictionCount: number;
  /** Where the whole contradicts what is said of it. */
  readonly disagreements: readonly string[];
}

export interface VerifyOptions {
  /** Recordings that the tape was made of: it has to hold the same rows. */
  readonly against: OpenedTape | null;
  readonly progress?: (rows: number) => void;
}

export async function verifyTape(tape: OpenedTape, { against, progress }: VerifyOptions): Promise<Verification> {
  const checks = new RowChecks(tape.instruments, tape.terms);
  const counter = new TapeFactsCounter(tape);
  for await (const chunk of tape.chunks()) {
    checks.add(chunk);
    counter.add(chunk);
    progress?.(tape.info.tapeRows);
  }
  checks.end();
  const facts = counter.facts();
  const disagreements = await disagreementsOf(tape, facts);
  const difference = against === null ? null : await firstDifference(tape, against);
  return {
    facts, contradictions: checks.found, contradictionCount: checks.count,
    disagreements: difference === null ? disagreements : [...disagreements, difference],
  };
}

async function disagreementsOf(tape: OpenedTape, facts: TapeFacts): Promise<readonly string[]> {
  const found: string[] = [];
  if (facts.found.bestPriceMismatches > 0) found.push(`${facts.found.bestPriceMismatches} of ${facts.found.bestPriceChecks} best prices that the venue stated are not those of the rebuilt book`);
  const stored = await parquetSource(tape);
  if (stored === null) return found;
  const { facts: said } = stored;
  for (const key of ['rows', 'firstAt', 'lastAt', 'kinds', 'markets'] as const) {
    if (JSON.stringify(said[key]) !== JSON.stringify(facts[key])) found.push(`${key}: the rows say ${JSON.stringify(facts[key])}, the metadata ${JSON.stringify(said[key])}`);
  }
  if (said.rowsHash !== facts.rowsHash) found.push(`the rows are not those that were written: sha256 ${facts.rowsHash}, not ${said.rowsHash}`);
  return found;
}
