// Reads the operator's file of outcomes: what a YES share of each market paid. CSV with the header `market,yesPays`, or a
// JSON object from market to number. Nothing is guessed: a line that cannot be read stops the run.

import { readFile } from 'node:fs/promises';
import { MICROS } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_LABELS, TAPE_NOT_FOUND } from '../errors/tape.ts';
import type { Labels } from './recording-format.ts';

const HEADER = 'market,yesPays';
const FRACTION = /^(?:0|1)(?:\.\d+)?$/;

export async function readLabels(path: string): Promise<Labels> {
  const text = await fileText(path);
  return text.trimStart().startsWith('{') ? jsonLabels(path, text) : csvLabels(path, text);
}

async function fileText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new EvenkeelError(TAPE_NOT_FOUND, `${path}: cannot be read (${(error as Error).message})`, { file: path });
  }
}

function csvLabels(path: string, text: string): Labels {
  const labels = new Map<string, number>();
  const [header, ...lines] = text.split(/\r?\n/);
  if (header !== HEADER) throw wrong(path, 1, `the header has to be ${HEADER}, not ${JSON.stringify((header ?? '').slice(0, 80))}`);
  lines.forEach((line, index) => {
    if (line === '') return;
    const at = index + 2;
    const comma = line.lastIndexOf(',');
    const market = line.slice(0, Math.max(0, comma));
    if (market === '') throw wrong(path, at, `${JSON.stringify(line)} is not a market and what it paid`);
    if (labels.has(market)) throw wrong(path, at, `${market} stands there twice`);
    labels.set(market, paid(path, at, line.slice(comma + 1)));
  });
  return labels;
}

function jsonLabels(path: string, text: string): Labels {
  const labels = new Map<string, number>();
  for (const [market, value] of Object.entries(asObject(path, text))) {
    const at = lineOf(text, market);
    if (typeof value !== 'number') throw wrong(path, at, `${market}: ${JSON.stringify(value)} is not a number`);
    labels.set(market, paid(path, at, String(value)));
  }
  return labels;
}

function asObject(path: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    throw wrong(path, position === undefined ? 1 : text.slice(0, Number(position)).split('\n').length, `not JSON (${(error as Error).message})`);
  }
}

const lineOf = (text: string, market: string): number => text.slice(0, Math.max(0, text.indexOf(JSON.stringify(market)))).split('\n').length;

/** Micro-dollars, exact. */
function paid(path: string, line: number, text: string): number {
  const word = text.trim();
  const micros = FRACTION.test(word) ? Math.round(Number(word) * MICROS) : Number.NaN;
  if (!(micros >= 0 && micros <= MICROS) || Math.abs(Number(word) * MICROS - micros) > 1e-6) throw wrong(path, line, `${JSON.stringify(word)} is not a number from 0 to 1 of at most six places`);
  return micros;
}

const wrong = (path: string, line: number, what: string): EvenkeelError => new EvenkeelError(TAPE_LABELS, `${path}:${line}  ${what}`, { file: path, line });
