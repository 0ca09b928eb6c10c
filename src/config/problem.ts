// A mistake at its place, and how it is printed: place and sentence, the lines around it, a caret with the remedy, the
// code with the reason. What is or looks like a secret is blotted out of every part.

import type { ErrorSpec } from '../errors/define.ts';
import type { ConfigProblem } from '../runtime/controller.ts';
import { redacted } from './secrets.ts';
import type { Place } from './yaml-tree.ts';

export interface Mistake { readonly spec: ErrorSpec; readonly place: Place; readonly message: string; readonly remedy: string }

export interface Source { readonly file: string; readonly text: string }

export interface Position { readonly line: number; readonly column: number }

/** 1-based. An offset past the end is the end. */
function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let i = before.indexOf('\n'); i !== -1; i = before.indexOf('\n', i + 1)) line++;
  return { line, column: before.length - lineStart + 1 };
}

/** "strategies.yaml:14:7". */
export function originText(sources: ReadonlyMap<string, Source>, place: Place): string {
  const { line, column } = positionOf(sources.get(place.file)?.text ?? '', place.start);
  return `${place.file}:${line}:${column}`;
}

const MAX_LINE = 160;
const gutter = (label: string, line: string): string => `${label.padStart(5)} | ${line}`.trimEnd();

function excerpt(source: Source, place: Place, position: Position, remedy: string): string[] {
  // A file that is not there has nothing to show, nor has one in which something is missing altogether.
  if (source.text === '' || place.end === 0) return [`      ${remedy}`];
  const lines = source.text.split(/\r?\n/);
  const show = (number: number): string[] => {
    const line = lines[number - 1];
    return line === undefined || (number === lines.length && line === '') ? [] : [gutter(String(number), redacted(line).slice(0, MAX_LINE))];
  };
  const own = lines[position.line - 1] ?? '';
  const length = Math.max(1, Math.min(place.end - place.start, own.length - position.column + 1, MAX_LINE));
  const caret = gutter('', `${' '.repeat(Math.min(position.column - 1, MAX_LINE))}${'^'.repeat(length)} ${remedy}`);
  return [...show(position.line - 1), ...show(position.line), caret, ...show(position.line + 1)];
}

/** The catalogue has sentences; here it follows a dot. */
const clause = (sentence: string): string => `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;

export function problemFrom(mistake: Mistake, sources: ReadonlyMap<string, Source>): ConfigProblem {
  const { spec, place } = mistake;
  const source = sources.get(place.file) ?? { file: place.file, text: '' };
  const position = positionOf(source.text, place.start);
  const message = redacted(mistake.message);
  const remedy = redacted(mistake.remedy);
  const text = [
    `${source.text === '' ? place.file : `${place.file}:${position.line}:${position.column}`}  ${message}`,
    ...excerpt(source, place, position, remedy),
    `  ${spec.code} · ${clause(spec.meaning)}`,
  ].join('\n');
  return { code: spec.code, file: place.file, ...position, message, remedy, text };
}

/** In reading order, each once: a preset used three times makes one problem of one mistake. */
export function problemsFrom(mistakes: readonly Mistake[], sources: ReadonlyMap<string, Source>): readonly ConfigProblem[] {
  const seen = new Map<string, ConfigProblem>();
  for (const mistake of mistakes) {
    const problem = problemFrom(mistake, sources);
    // Not the message: it names the strategy by way of which the mistake was met.
    const key = `${problem.file}:${problem.line}:${problem.column}:${problem.code}:${problem.remedy}`;
    if (!seen.has(key)) seen.set(key, problem);
  }
  const fileOrder = [...sources.keys()];
  return [...seen.values()].toSorted((a, b) =>
    fileOrder.indexOf(a.file) - fileOrder.indexOf(b.file) || a.line - b.line || a.column - b.column);
}
