// A sweep written down: what `--file` reads. Its keys are the options of the command, its values stand as they would be typed
// there; what is varied may also be lists.

import { readFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type ParsedNode } from 'yaml';
import { suggestion } from '../config/did-you-mean.ts';
import { EvenkeelError } from '../errors/define.ts';
import { SWEEP_ERRORS } from '../errors/sweep.ts';
import { readValues, stepsOf, type Variation } from './variation.ts';

const SETTINGS = ['sample', 'profile', 'models', 'rankBy', 'walkForward', 'seed', 'gaps', 'labels', 'from', 'to'] as const;
const KEYS = ['vary', 'tapes', ...SETTINGS];

export type SweepSetting = (typeof SETTINGS)[number];
export interface SweepFile {
  readonly vary: readonly Variation[];
  readonly tapes: readonly string[];
  readonly settings: Readonly<Partial<Record<SweepSetting, string>>>;
}

export function readSweepFile(path: string): SweepFile {
  try {
    return sweepFileFrom(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof EvenkeelError) throw error;
    throw new EvenkeelError(SWEEP_ERRORS.badFile, `${path}: cannot be read (${(error as Error).message})`, { file: path });
  }
}

function sweepFileFrom(text: string, path: string): SweepFile {
  const lines = new LineCounter();
  // Every value stays the text it is.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const bad = (at: number, what: string): EvenkeelError => new EvenkeelError(SWEEP_ERRORS.badFile, `${path}:${lines.linePos(at).line}: ${what}`, { file: path });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw bad(mistake.pos[0], mistake.message);
  const root: ParsedNode | null = document.contents;
  if (!isMap<ParsedNode, ParsedNode | null>(root)) throw bad(0, `it has to hold settings: ${KEYS.join(', ')}`);
  const settings: Partial<Record<SweepSetting, string>> = {};
  let vary: readonly Variation[] = [];
  let tapes: readonly string[] = [];
  for (const { key, value } of root.items) {
    const name = plain(key);
    const setting = SETTINGS.find((one) => one === name);
    const at = key.range[0];
    if (value === null) throw bad(at, `\`${name}\` has no value`);
    if (name === 'vary') {
      if (!isMap<ParsedNode, ParsedNode | null>(value)) throw bad(at, '`vary` holds paths with their values');
      vary = value.items.map((entry) => variation(entry.key, entry.value, bad));
    } else if (name === 'tapes') tapes = isSeq<ParsedNode>(value) ? value.items.map(plain) : [plain(value)];
    else if (setting === undefined) throw bad(at, `there is no setting \`${name}\`; ${suggestion(name, KEYS, `there are ${KEYS.join(', ')}`)}`);
    else settings[setting] = isSeq<ParsedNode>(value) ? value.items.map(plain).join(',') : plain(value);
  }
  return { vary, tapes, settings };
}

function variation(key: ParsedNode, value: ParsedNode | null, bad: (at: number, what: string) => EvenkeelError): Variation {
  const path = plain(key);
  if (stepsOf(path).includes('')) throw bad(key.range[0], `\`${path}\` has an empty step`);
  if (value === null) throw bad(key.range[0], `\`${path}\` has no values`);
  const values = isSeq<ParsedNode>(value) ? value.items.map(flow).join(',') : isScalar(value) ? plain(value) : flow(value);
  return { path, values: readValues(values, `${path}: ${values}`) };
}

const plain = (node: ParsedNode): string => (isScalar(node) ? String(node.value) : flow(node));

/** As one value on a line, in which a comma does not end it. */
function flow(node: ParsedNode): string {
  if (!isScalar(node)) return stringify(node, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  const text = String(node.value);
  return text.includes(',') ? JSON.stringify(text) : text;
}
