// One file's bytes to a tree with places. Owns everything that is wrong with a file as text: encoding, half-written
// ends, syntax, duplicate keys, and the parts of YAML that are refused because they hide where a value comes from.

import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node as YamlNode } from 'yaml';
import { CONFIG_ERRORS } from '../errors/config.ts';
import type { Mistake } from './problem.ts';
import { keyShapes } from './secrets.ts';
import type { Entry, MapNode, Node, Place } from './yaml-tree.ts';

const MAX_BYTES = 1_000_000;
const MAX_DEPTH = 64;

export interface ParsedFile { readonly text: string; readonly root: MapNode | null; readonly mistakes: readonly Mistake[] }

export function parseYaml(file: string, bytes: Uint8Array): ParsedFile {
  const mistakes: Mistake[] = [];
  const report = (spec: Mistake['spec'], start: number, end: number, message: string, remedy: string): void => {
    mistakes.push({ spec, place: { file, start, end }, message, remedy });
  };
  const refused = (text: string): ParsedFile => ({ text, root: null, mistakes });

  if (bytes.byteLength > MAX_BYTES) {
    report(CONFIG_ERRORS.encoding, 0, 0, `${file} is larger than a megabyte`, 'this is hardly a configuration file');
    return refused('');
  }
  const text = decoded(bytes);
  if (text === null) {
    report(CONFIG_ERRORS.encoding, 0, 0, `${file} is not UTF-8 text`, 'save it as UTF-8');
    return refused('');
  }
  const control = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ud800-\udfff\ue000-\ufffd]/.exec(text);
  if (control !== null) {
    report(CONFIG_ERRORS.encoding, control.index, control.index + 1, 'a control character stands in the text', 'remove it; UTF-16 files have to be saved as UTF-8');
    return refused(text);
  }
  for (const shape of keyShapes(text)) {
    report(CONFIG_ERRORS.keyInFile, shape.start, shape.end, 'something shaped like a private key stands here', 'keep keys out of this file: "${env:NAME}" or "${file:/path}"');
  }
  // Deep nesting overflows the parser's recursion; no real file comes near this.
  if (nestingOf(text) > MAX_DEPTH) {
    report(CONFIG_ERRORS.yaml, 0, 0, 'the text is nested too deeply', `at most ${MAX_DEPTH} brackets may be open at once`);
    return refused(text);
  }
  if (text.trim() === '') {
    report(CONFIG_ERRORS.halfWritten, 0, 0, `${file} is empty`, 'an empty file is taken for one being written');
    return refused(text);
  }
  if (!text.endsWith('\n')) {
    report(CONFIG_ERRORS.halfWritten, text.length, text.length, `${file} does not end with a newline`, 'end the last line with a newline');
    return refused(text);
  }

  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, merge: false, logLevel: 'error', prettyErrors: false });
  for (const error of document.errors) {
    const [start, end] = error.pos;
    if (error.code === 'MULTIPLE_DOCS') {
      report(CONFIG_ERRORS.notUsed, start, start + 3, 'a second document begins here', 'one file, one document: remove the `---`, or whatever follows the `...`');
    } else {
      const [said, remedy] = SYNTAX[error.code] ?? [sentence(error.message), 'correct the YAML here'];
      report(CONFIG_ERRORS.yaml, start, end, said, remedy);
    }
  }
  if (document.errors.length === 0 && document.directives?.docStart === true && !closedByMarker(text)) {
    report(CONFIG_ERRORS.halfWritten, text.length - 1, text.length, `${file} begins with \`---\` and is not closed with \`...\``, 'end the file with a line `...`');
  }
  if (document.errors.length > 0) return refused(text);

  const nodes = new TreeBuilder(file, mistakes);
  if (!isMap(document.contents)) {
    report(CONFIG_ERRORS.shape, 0, 1, `${file} holds no settings`, 'it has to be a map of settings');
    return refused(text);
  }
  const root = nodes.from(document.contents);
  return { text, root: root.kind === 'map' ? root : null, mistakes };
}

/** Null when it is not UTF-8. A byte order mark is dropped: editors on Windows write it, and it says nothing. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

const SYNTAX: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  TAB_AS_INDENT: ['a tab stands where indentation is needed', 'indent with spaces'],
  BAD_ALIAS: ['an unquoted `*` begins an alias', 'write a pattern in quotes: "*"'],
};
const closedByMarker = (text: string): boolean => /(?:^|\n)\.\.\.[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*$/.test(text);
const sentence = (message: string): string => message.replace(/ at line \d+.*$/s, '').replace(/;.*$/s, '');

function nestingOf(text: string): number {
  let open = 0;
  let deepest = 0;
  for (const line of text.split('\n')) {
    let dashes = 0;
    for (const character of line) {
      if (character === '[' || character === '{') open++;
      else if ((character === ']' || character === '}') && open > 0) open--;
      else if (character === '-' || character === '?') dashes++;
    }
    const indent = line.length - line.trimStart().length;
    deepest = Math.max(deepest, open, indent / 2, /^[\s?-]*$/.test(line) ? dashes : 0);
  }
  return deepest;
}

class TreeBuilder {
  readonly #file: string;
  readonly #mistakes: Mistake[];
  constructor(file: string, mistakes: Mistake[]) {
    this.#file = file;
    this.#mistakes = mistakes;
  }

  from(node: YamlNode | null): Node {
    const place = this.#place(node);
    if (node === null) return { kind: 'scalar', text: '', origin: place };
    if (isAlias(node)) {
      this.#refuse(CONFIG_ERRORS.notUsed, place, 'an alias (`*name`) stands here', 'write a pattern in quotes: "*"; share settings with a preset');
      return { kind: 'scalar', text: '', origin: place };
    }
    if (node.anchor !== undefined) this.#refuse(CONFIG_ERRORS.notUsed, place, 'an anchor (`&name`) stands here', 'share settings with a preset, or quote the text');
    if (node.tag !== undefined) this.#refuse(CONFIG_ERRORS.notUsed, place, 'a tag (`!name`) stands here', 'remove the tag, or quote the text');
    if (isMap(node)) return this.#map(node.items as readonly { key: unknown; value: unknown }[], place);
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.from(item as YamlNode | null)), origin: place };
    return { kind: 'scalar', text: isScalar(node) ? String(node.value) : '', origin: place };
  }

  #map(items: readonly { key: unknown; value: unknown }[], place: Place): MapNode {
    const entries = new Map<string, Entry>();
    for (const pair of items) {
      const key = pair.key as YamlNode | null;
      const keyPlace = this.#place(key);
      if (!isScalar(key)) {
        this.#refuse(CONFIG_ERRORS.shape, keyPlace, 'a key has to be a word', 'quote it if it begins with `*`, `[` or `{`');
        continue;
      }
      const name = String(key.value);
      if (key.anchor !== undefined) this.#refuse(CONFIG_ERRORS.notUsed, keyPlace, 'an anchor (`&name`) stands here', 'share settings with a preset');
      if (name === '<<') {
        this.#refuse(CONFIG_ERRORS.notUsed, keyPlace, 'a merge key (`<<`) stands here', 'name a preset in `use` instead');
      } else if (name === '__proto__') {
        this.#refuse(CONFIG_ERRORS.unknownKey, keyPlace, '`__proto__` is not a setting', 'remove it');
      } else if (entries.has(name)) {
        this.#refuse(CONFIG_ERRORS.duplicateKey, keyPlace, `\`${name}\` is written twice`, 'remove one of the two');
      } else {
        entries.set(name, { keyOrigin: keyPlace, value: pair.value === null ? { kind: 'scalar', text: '', origin: keyPlace } : this.from(pair.value as YamlNode | null) });
      }
    }
    return { kind: 'map', entries, origin: place };
  }

  #place(node: YamlNode | null): Place {
    const [start, end] = node?.range ?? [0, 0];
    return { file: this.#file, start, end };
  }

  #refuse(spec: Mistake['spec'], place: Place, message: string, remedy: string): void {
    this.#mistakes.push({ spec, place, message, remedy });
  }
}
