// The desk a load works at: files parsed once each, every mistake and warning found so far, and the places they are at.

import { CONFIG_ERRORS, type ConfigErrorName } from '../errors/config.ts';
import type { Mistake, Source } from './problem.ts';
import { originText } from './problem.ts';
import { SCHEMA_DEFAULT } from './effective.ts';
import { parseYaml } from './parse-yaml.ts';
import type { SourceFiles } from './sources.ts';
import type { MapNode, Origin, Place } from './yaml-tree.ts';

export class Loading {
  readonly mistakes: Mistake[] = [];
  readonly warnings: string[] = [];
  /** Every file that was asked for, also those that are absent. */
  readonly sources = new Map<string, Source>();
  readonly #files: SourceFiles;

  constructor(files: SourceFiles) {
    this.#files = files;
  }

  has(file: string): boolean {
    return this.#files.has(file);
  }

  names(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** The text of a file that is not part of the configuration, for a hint. */
  peek(file: string): string {
    const content = this.#files.get(file);
    return content instanceof Uint8Array ? new TextDecoder().decode(content) : '';
  }

  /** Null when the file cannot be read or is no YAML; that is then reported. */
  open(file: string): MapNode | null {
    const content = this.#files.get(file);
    if (content instanceof Uint8Array) {
      const parsed = parseYaml(file, content);
      this.sources.set(file, { file, text: parsed.text });
      this.mistakes.push(...parsed.mistakes);
      return parsed.root;
    }
    this.sources.set(file, { file, text: '' });
    this.refuse('unreadable', startOf(file), content === undefined ? `there is no ${file}` : `${file} cannot be read (${content})`, content === undefined ? 'put it in place, or name its folder with --dir' : 'correct its permissions');
    return null;
  }

  refuse(error: ConfigErrorName, place: Place, message: string, remedy: string): void {
    this.mistakes.push({ spec: CONFIG_ERRORS[error], place, message, remedy });
  }

  warn(place: Place, message: string): void {
    this.warnings.push(`${originText(this.sources, place)}  ${message}`);
  }

  readonly originText = (origin: Origin): string => (origin === null ? SCHEMA_DEFAULT : originText(this.sources, origin));
}

export const startOf = (file: string): Place => ({ file, start: 0, end: 0 });
