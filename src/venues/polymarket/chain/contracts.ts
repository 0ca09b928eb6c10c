// Where the venue's contracts are (Polygon, chain 137). Data alone: a local chain has the same ones elsewhere.

export interface Contracts {
  readonly chainId: number;
  /** Collateral of orders, 6 decimals. */
  readonly pusd: string;
  /** What conditional tokens are made of: the bridged dollar, or for neg-risk markets its wrapping. Never pUSD. */
  readonly usdcE: string;
  readonly wrappedCollateral: string;
  readonly usdc: string;
  readonly conditionalTokens: string;
  readonly ctfAdapter: string;
  readonly negRiskCtfAdapter: string;
  readonly exchange: string;
  readonly negRiskExchange: string;
  readonly exchangeV3: string;
  readonly router: string;
  readonly positionManager: string;
  readonly autoRedeemer: string;
  readonly onramp: string;
  readonly offramp: string;
  readonly depositWalletFactory: string;
}

export const POLYGON: Contracts = {
  chainId: 137,
  pusd: '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB',
  usdcE: '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174',
  wrappedCollateral: '0x3A3BD7bb9528E159577F7C2e685CC81A765002E2',
  usdc: '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359',
  conditionalTokens: '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045',
  ctfAdapter: '0xAdA100Db00Ca00073811820692005400218FcE1f',
  negRiskCtfAdapter: '0xadA2005600Dec949baf300f4C6120000bDB6eAab',
  exchange: '0xE111180000d2663C0091e4f400237545B87B996B',
  negRiskExchange: '0xe2222d279d744050d28e00520010520000310F59',
  exchangeV3: '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa',
  router: '0x12121212006e4CD160D18e3f00711DA5c3372600',
  positionManager: '0x006F54F7f9A22e0000CC2AB60031000000ae9fEF',
  autoRedeemer: '0xa1200000d0002264C9a1698e001292D00E1b00af',
  onramp: '0x93070a847efEf7F70739046A929D47a521F5B8ee',
  offramp: '0x2957922Eb93258b93368531d39fAcCA3B4dC5854',
  depositWalletFactory: '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07',
};
