// The venue's contracts on Polygon, as far as a rehearsal has to know them: whom orders are signed for, whom calls go to.

export const CHAIN_ID = 137;

export const CONTRACTS = {
  collateral: '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB',
  conditionalTokens: '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045',
  standardExchange: '0xE111180000d2663C0091e4f400237545B87B996B',
  negRiskExchange: '0xe2222d279d744050d28e00520010520000310F59',
  exchangeV3: '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa',
  adapter: '0xAdA100Db00Ca00073811820692005400218FcE1f',
  negRiskAdapter: '0xadA2005600Dec949baf300f4C6120000bDB6eAab',
  router: '0x12121212006e4CD160D18e3f00711DA5c3372600',
  positionManager: '0x006F54F7f9A22e0000CC2AB60031000000ae9fEF',
  depositWalletFactory: '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07',
  safeFactory: '0xaacFeEa03eb1561C4e67d661e40682Bd20E3541b',
} as const;

export const SAFE_INIT_CODE_HASH = '0x2bce2127ff07fb632d16c8347c4ebf501f4841168bed00d9e6ef715ddb6fcecf';

/** Whom a wallet has to have approved before it can trade. */
export const EXCHANGES = [CONTRACTS.standardExchange, CONTRACTS.negRiskExchange, CONTRACTS.exchangeV3] as const;

export type ExchangeContract = (typeof EXCHANGES)[number];
