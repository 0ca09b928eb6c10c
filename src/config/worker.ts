// Loading off the main thread: files in, result out, one at a time in order. Holds no state between two loads.

import { parentPort } from 'node:worker_threads';
import { loadSources } from './load.ts';
import type { SourceFiles } from './sources.ts';

export interface LoadRequest { readonly id: number; readonly files: SourceFiles; readonly profile: string | undefined }

parentPort?.on('message', ({ id, files, profile }: LoadRequest) => {
  parentPort?.postMessage({ id, result: loadSources(files, profile) });
});
