// The file that a raw segment is written to: the few things it wants of a disk, so that a disk that fails can be had in a test.

import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface SegmentFile {
  /** All of it, or it rejects; what of it reached the disk is then not known. */
  append(bytes: Uint8Array): Promise<void>;
  /** Puts it on the disk and gives it this name. */
  publish(path: string): Promise<void>;
  close(): Promise<void>;
}
/** A new file; one that is there is never written over. */
export type OpenSegmentFile = (path: string) => Promise<SegmentFile>;

export const openSegmentFile: OpenSegmentFile = async (path) => {
  const file = await open(path, 'wx');
  return {
    async append(bytes) {
      for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
    },
    async publish(name) {
      await file.sync();
      await file.close();
      await rename(path, name);
      // The name is an entry of the folder, which has to reach the disk too.
      const folder = await open(dirname(name), 'r');
      await folder.sync();
      await folder.close();
    },
    close: () => file.close(),
  };
};
