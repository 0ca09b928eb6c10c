// The salt of an order: a pure function of the client id, so that the order's id can be computed again after a crash.

import { hash } from 'node:crypto';

const HEX_DIGITS = 13;

/** Below 2^52: it travels as a JSON number. Client ids are never used twice; the rest of the order tells apart any two that share a salt. */
export const orderSalt = (clientId: string): number => Number.parseInt(hash('sha256', clientId).slice(0, HEX_DIGITS), 16);
