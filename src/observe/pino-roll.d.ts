// pino-roll ships no types. Only what `log.ts` uses.

declare module 'pino-roll' {
  import type { SonicBoom } from 'sonic-boom';

  export interface RollOptions {
    readonly file: string;
    readonly symlink: boolean;
    readonly frequency: 'daily';
    readonly dateFormat: string;
    readonly size: string;
    readonly maxLength: number;
    readonly limit: { readonly count: number; readonly removeOtherLogFiles: boolean };
  }
  export default function roll(options: RollOptions): Promise<SonicBoom>;
}
