// Dual-market against single-market operation over the synthetic scenarios: the table of `evenkeel scenarios`, and how long
// it takes. `node bench/scenarios.ts`.

import { SCENARIO_NAMES } from '../src/exchange/synthetic-scenarios.ts';
import { scenarios } from '../src/cli/scenarios.ts';
import { machine } from './measure.ts';

const HOURS = 6;
const SEEDS = 3;

console.log(`scenarios · ${machine()}`);
const began = performance.now();
const exit = await scenarios({ json: false, into: null, tapes: [], synthetic: `${HOURS}h`, seeds: String(SEEDS), scenario: null },
  { out: (text) => { console.log(text); }, err: (text) => { console.error(text); }, isColoured: false, environment: process.env });
console.log(`  ${SCENARIO_NAMES.length} scenarios × ${SEEDS} seeds × ${HOURS} h, each under two configs: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
process.exitCode = exit;
