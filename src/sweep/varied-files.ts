// The operator's files with one value put in place of another. Only the text changes; what it means, and whether it is
// allowed, is for the loader that reads every configuration.

import { isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { suggestion } from '../config/did-you-mean.ts';
import { profileFileName, STRATEGIES_FILE, type SourceFiles } from '../config/sources.ts';
import { EvenkeelError } from '../errors/define.ts';
import { SWEEP_ERRORS } from '../errors/sweep.ts';
import { stepsOf } from './variation.ts';

/** Where a path leads: a file, and the keys in it. */
export interface Target { readonly file: string; readonly steps: readonly (string | number)[] }

/** Maps whose keys are names that the operator chose: a name that is not there is a mistake, not a new one. */
const NAMED_MAPS = new Set<string | number>(['strategies', 'presets']);

/** `profile.` leads into the profile in force, everything else into strategies.yaml. */
export function targetOf(path: string, files: SourceFiles, profile: string): Target {
  const steps = stepsOf(path);
  const isProfile = steps[0] === 'profile';
  const file = isProfile ? profileFileName(profile) : STRATEGIES_FILE;
  const within = isProfile ? steps.slice(1) : steps;
  if (within.length === 0) throw unknown(path, 'the profile itself is not varied', 'run the sweep once for each, with --profile');
  return { file, steps: resolved(path, documentOf(files, file), { file, steps: within }) };
}

/** Files with each target set to its value. */
export function variedFiles(files: SourceFiles, changes: readonly { readonly target: Target; readonly value: string }[]): SourceFiles {
  const documents = new Map<string, Document>();
  for (const { target, value } of changes) {
    const document = documents.get(target.file) ?? documentOf(files, target.file);
    documents.set(target.file, document);
    document.setIn(target.steps, parseDocument(value, FAILSAFE).contents);
  }
  return new Map([...files, ...[...documents].map(([file, document]) => [file, new TextEncoder().encode(document.toString({ lineWidth: 0 }))] as const)]);
}

const FAILSAFE = { schema: 'failsafe', logLevel: 'error' } as const;

function documentOf(files: SourceFiles, file: string): Document {
  const content = files.get(file);
  if (!(content instanceof Uint8Array)) throw new EvenkeelError(SWEEP_ERRORS.unknownPath, `there is no ${file}`, { file });
  // What is wrong with the file as such, the loader has said before.
  return parseDocument(new TextDecoder().decode(content), FAILSAFE) as unknown as Document;
}

/** Numbers where lists stand, and rules by their names. */
function resolved(path: string, document: Document, { file, steps }: { readonly file: string; readonly steps: readonly string[] }): readonly (string | number)[] {
  const found: (string | number)[] = [];
  let node: unknown = document.contents;
  for (const [depth, step] of steps.entries()) {
    const here = found.length === 0 ? file : `\`${found.join('.')}\` of ${file}`;
    if (isSeq(node)) {
      const names = node.items.map((item) => (isMap(item) ? String(item.get('name')) : ''));
      const index = names.includes(step) ? names.indexOf(step) : /^\d+$/.test(step) ? Number(step) : -1;
      if (index < 0 || index >= node.items.length) throw unknown(path, `${here} has no entry \`${step}\``, suggestion(step, names.filter((name) => name !== ''), `it has ${node.items.length}, counted from 0`));
      found.push(index);
      node = node.items[index];
    } else if (isMap(node)) {
      const keys = node.items.map(({ key }) => String(isScalar(key) ? key.value : key));
      const isNew = !keys.includes(step);
      const parent = found.at(-1);
      const mustExist = (depth === 0 && file === STRATEGIES_FILE) || (depth === 1 && parent !== undefined && NAMED_MAPS.has(parent) && file === STRATEGIES_FILE);
      if (isNew && mustExist) throw unknown(path, `${here} has no \`${step}\``, suggestion(step, depth === 0 ? [...keys, 'profile'] : keys, `it has ${keys.join(', ')}`));
      found.push(step);
      // An optional key: the rest of the path is made with it.
      if (isNew) return [...found, ...steps.slice(depth + 1)];
      node = node.get(step, true);
    } else throw unknown(path, `${here} holds a value, not settings`, `leave off \`.${steps.slice(depth).join('.')}\``);
  }
  return found;
}

const unknown = (path: string, what: string, remedy: string): EvenkeelError =>
  new EvenkeelError(SWEEP_ERRORS.unknownPath, `${path}: ${what}; ${remedy}`, { path });
