import { expect, test } from 'vitest';
import { marketId } from '../../core/domain/instrument.ts';
import { cash, timestamp } from '../../core/domain/numbers.ts';
import { madeUpInstrument } from '../../tape/column-tape.fixture.ts';
import { TapeColumns } from '../../tape/columns.ts';
import { TapeState } from './tape-state.ts';

const ts = timestamp(1_000);
const reported = (volume24h: number, liquidity: number | null) =>
  ({ type: 'MarketFactsReported', ts, market: marketId(0), volume24h: cash(volume24h), liquidity: liquidity === null ? null : cash(liquidity) }) as const;

test('a run that begins in the middle is told what the venue said last', () => {
  const columns = new TapeColumns();
  columns.push(reported(1, 2));
  columns.push(reported(3, null));
  const state = new TapeState([{ ...madeUpInstrument('a'), id: marketId(0) }], []);
  expect(state.told(ts).map(({ type }) => type)).toEqual(['InstrumentListed']);
  for (const row of [0, 1]) state.hear(columns, row);
  expect(state.told(ts).at(-1)).toEqual(reported(3, null));
});
