// What paper has shown, from the journals of a folder: how long it has run against live books with these strategies, and
// how far its P&L fell from a peak. Recordings do not count: they can be played until one is kind.

import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { CompiledConfig, GateSettings } from '../config/compiled-config.ts';
import { writeCash } from '../config/write-units.ts';
import { loadConfig } from '../config/load.ts';
import { canonicalJson, readSources } from '../config/sources.ts';
import { hoursOfRun } from '../journal/hours.ts';
import { listGenerations, listRuns, newestFrame, readGeneration } from '../journal/read.ts';
import type { RunRecord } from '../journal/records.ts';
import { openForReading } from '../journal/schema.ts';
import { journalPath } from './bot-options.ts';
import { journalsIn } from './last-good-config.ts';
import { FEED_SOURCE } from './market-source.ts';

export interface PaperShown {
  readonly ms: number;
  /** Micro-dollars, over the ends of hours. */
  readonly worstDrawdown: number;
}

/** What is missing, with figures; null where paper has shown enough. `directory`: where strategies.yaml is. */
export function gateShortfall(gate: GateSettings | undefined, config: CompiledConfig, directory: string): string | null {
  if (gate === undefined) return null;
  const shown = paperShown(config, paperJournals(directory));
  const missing: string[] = [];
  if (shown.ms < gate.paperMs) missing.push(`paper has run ${time(shown.ms)} of ${time(gate.paperMs)} with these strategies`);
  if (gate.paperDrawdownBelow !== null && shown.worstDrawdown >= gate.paperDrawdownBelow) {
    missing.push(`its worst drawdown was ${writeCash(shown.worstDrawdown)}, which is not below ${writeCash(gate.paperDrawdownBelow)}`);
  }
  return missing.length === 0 ? null : missing.join('; ');
}

function time(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Where paper may have been journaled: in `data/`, and where the paper profiles say. */
function paperJournals(directory: string): readonly string[] {
  const profiles = [...readSources(directory).keys()].flatMap((file) => /^profiles\/(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const named = profiles.flatMap((profile) => {
    const result = loadConfig({ dir: directory, profile });
    return result.ok && result.loaded.config.mode === 'paper' ? [journalPath(directory, result.loaded)] : [];
  });
  return [...new Set([...journalsIn(join(directory, 'data')), ...named])];
}

export function paperShown(config: CompiledConfig, journals: readonly string[]): PaperShown {
  const wanted = traded(config);
  let ms = 0;
  let worstDrawdown = 0;
  for (const path of journals) {
    const shown = inJournal(path, wanted);
    ms += shown.ms;
    worstDrawdown = Math.max(worstDrawdown, shown.worstDrawdown);
  }
  return { ms, worstDrawdown };
}

function inJournal(path: string, wanted: string): PaperShown {
  let database: DatabaseSync;
  try {
    database = openForReading(path);
  } catch {
    // Not a journal, or one that cannot be read: it shows nothing.
    return { ms: 0, worstDrawdown: 0 };
  }
  try {
    const spans = fittingSpans(database, wanted);
    const runs = listRuns(database).filter(isLivePaper).toReversed();
    let ms = 0;
    let peak = -Infinity;
    let worstDrawdown = 0;
    for (const run of runs) {
      const end = run.endedAt ?? newestFrame(database, run.run)?.ts ?? run.startedAt;
      for (const { from, to } of spans) ms += Math.max(0, Math.min(end, to) - Math.max(run.startedAt, from));
      for (const { hour, opening, closing } of hoursOfRun(database, run.run)) {
        if (!spans.some(({ from, to }) => hour + 3_600_000 > from && hour < to)) continue;
        peak = Math.max(peak, opening, closing);
        worstDrawdown = Math.max(worstDrawdown, peak - closing);
      }
    }
    return { ms, worstDrawdown };
  } finally {
    database.close();
  }
}

const isLivePaper = (run: RunRecord): boolean => run.mode === 'paper' && run.source.startsWith(FEED_SOURCE);

interface Span { readonly from: number; readonly to: number }

/** When a generation that trades nearly the same was in force. */
function fittingSpans(database: DatabaseSync, wanted: string): readonly Span[] {
  const generations = listGenerations(database);
  return generations.flatMap(({ number, at }, index) => {
    const config = readGeneration(database, number)?.loaded.config;
    return config === undefined || traded(config) !== wanted ? [] : [{ from: at, to: generations[index + 1]?.at ?? Infinity }];
  });
}

/** Which strategies trade which markets in which way, and the rules over them; two that differ in numbers alone are nearly the same. */
const traded = ({ strategies, rules }: CompiledConfig): string =>
  canonicalJson(JSON.parse(JSON.stringify({ strategies, rules }, (_key, value: unknown) => (typeof value === 'number' ? 0 : value))));

export const tradesAlike = (one: CompiledConfig, other: CompiledConfig): boolean => traded(one) === traded(other);
