// How far long work has come, on one line of a terminal: a bar, the rate and the time left. Silent where nobody watches.

import type { Terminal } from './terminal.ts';

const WIDTH = 24;
const EVERY_MS = 100;
const SECOND = 1_000;

export interface ProgressLine {
  /** `share`: 0 … 1, null while unknown; `done`: of `unit`, for the rate. */
  update(share: number | null, done: number): void;
  end(): void;
}

export function progressLine(terminal: Terminal, { what, unit, now = () => performance.now() }: { readonly what: string; readonly unit: string; readonly now?: () => number }): ProgressLine {
  const { rewrite } = terminal;
  if (rewrite === undefined) return { update() {}, end() {} };
  const startedAt = now();
  let toldAt = -Infinity;
  return {
    update(share, done) {
      const at = now();
      if (at - toldAt < EVERY_MS) return;
      toldAt = at;
      rewrite(progressText({ what, unit, share, done, elapsedMs: at - startedAt }));
    },
    end() { if (toldAt > -Infinity) rewrite(''); },
  };
}

function progressText({ what, unit, share, done, elapsedMs }: { readonly what: string; readonly unit: string; readonly share: number | null; readonly done: number; readonly elapsedMs: number }): string {
  const rate = elapsedMs < SECOND / 10 ? '' : `${short((done / elapsedMs) * SECOND)} ${unit}/s`;
  if (share === null) return [what, rate].filter((part) => part !== '').join('  ');
  const filled = Math.min(WIDTH, Math.max(0, Math.round(share * WIDTH)));
  const left = share < 0.01 || elapsedMs < SECOND ? '' : `${timeText((elapsedMs * (1 - share)) / share)} left`;
  return [what, `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`, `${Math.floor(share * 100)}%`.padStart(4), rate, left].filter((part) => part !== '').join('  ');
}

function short(count: number): string {
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)}M`;
  if (count < 10) return String(Number(count.toPrecision(2)));
  return count >= 10_000 ? `${Math.round(count / 1e3)}k` : String(Math.round(count));
}

function timeText(ms: number): string {
  const seconds = Math.ceil(ms / SECOND);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} m ${String(seconds % 60).padStart(2, '0')} s` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} m`;
}
