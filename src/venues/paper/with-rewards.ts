// What the venue of a recording pays its makers, as the profile says: recordings do not hold it.

import type { ExchangeSettings } from '../../config/compiled-config.ts';
import type { Instrument } from '../../core/domain/instrument.ts';

/** Where only prices are known of the book nothing is paid (see `Incentives`), so nobody is told of a reward. */
export const withRewards = (instruments: readonly Instrument[], { rewards }: ExchangeSettings): readonly Instrument[] =>
  instruments.map(({ rewards: _recorded, ...instrument }) => (rewards === null || instrument.isUnsized === true ? instrument : { ...instrument, rewards }));
