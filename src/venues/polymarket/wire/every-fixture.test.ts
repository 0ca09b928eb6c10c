import { describe, expect, it } from 'vitest';
import { decodeClobBook } from './clob-book.ts';
import { decodeGammaEvent, decodeGammaMarket } from './gamma.ts';
import { decodeMarketFrame } from './market-channel.ts';
import { decodeRtdsFrame } from './rtds.ts';
import { decodeUserFrame } from './user-channel.ts';
import { frameFiles, frameText, haveNoFrames, NO_FRAMES } from './wire-fixtures.fixture.ts';

const kinds = (messages: readonly { readonly kind: string }[]): string[] => messages.map(({ kind }) => kind);
const market = (text: string): string[] => kinds(decodeMarketFrame(text));
const user = (text: string): string[] => kinds(decodeUserFrame(text));
const rtds = (text: string): string[] => [decodeRtdsFrame(text).kind];
const book = (text: string): string[] => [decodeClobBook(JSON.parse(text)).kind];
const gammaMarket = (text: string): string[] => [decodeGammaMarket(JSON.parse(text)).kind];
const gammaEvents = (text: string): string[] => kinds([JSON.parse(text) as unknown].flat().flatMap(decodeGammaEvent));
const search = (text: string): string[] => kinds((JSON.parse(text) as { readonly events: readonly unknown[] }).events.flatMap(decodeGammaEvent));

/** What each file decodes to, by which decoder. */
const DECODED: Readonly<Record<string, readonly [(text: string) => string[], string | readonly string[]]>> = {
  'polymarket/ws_book_snapshot.json': [market, 'book'],
  'polymarket/ws_last_trade.json': [market, 'trade'],
  'polymarket/ws_market_best_bid_ask_msg.json': [market, 'best-prices'],
  'polymarket/ws_market_book_msg.json': [market, 'book'],
  'polymarket/ws_market_last_trade_msg.json': [market, 'trade'],
  'polymarket/ws_market_new_market_msg.json': [market, 'new-market'],
  'polymarket/ws_market_price_change_msg.json': [market, 'price-change'],
  'polymarket/ws_market_resolved_msg.json': [market, 'resolved'],
  'polymarket/ws_market_tick_size_msg.json': [market, 'tick-size'],
  'polymarket/ws_quotes.json': [market, 'price-change'],
  'polymarket/ws_tick_size_change.json': [market, 'tick-size'],
  'polymarket-newer/ws_market_price_change_crossing_burst.json': [market, ['book', ...Array<string>(49).fill('price-change'), 'book']],
  'polymarket-py/ws_messages/book.json': [market, 'book'],
  'polymarket-py/ws_messages/last_trade_price.json': [market, 'trade'],
  'polymarket-py/ws_messages/price_change.json': [market, 'price-change'],
  'polymarket-py/ws_messages/price_change_v2.json': [market, 'price-change'],
  'polymarket-py/ws_messages/tick_size_change.json': [market, 'tick-size'],
  'polymarket/ws_user_order_cancellation.json': [user, 'order'],
  'polymarket/ws_user_order_fok_killed.json': [user, 'order'],
  'polymarket/ws_user_order_matched.json': [user, 'order'],
  'polymarket/ws_user_order_msg.json': [user, 'order'],
  'polymarket/ws_user_order_placement.json': [user, 'order'],
  'polymarket/ws_user_order_update.json': [user, 'order'],
  'polymarket/ws_user_order_venue_cancel.json': [user, 'order'],
  'polymarket/ws_user_trade.json': [user, 'trade'],
  'polymarket/ws_user_trade_msg.json': [user, 'trade'],
  'polymarket/http_trade_report.json': [user, 'trade'],
  'polymarket-newer/ws_user_order_fok_buy_pusd_size.json': [user, 'order'],
  'polymarket-newer/ws_user_trade_completion.json': [user, 'trade'],
  'polymarket-newer/ws_user_trade_full_failed.json': [user, 'trade'],
  'polymarket-py/ws_messages/order_cancel.json': [user, 'order'],
  'polymarket-py/ws_messages/order_placement.json': [user, 'order'],
  'polymarket-py/ws_messages/trades.json': [user, 'trade'],
  'polymarket-py/ws_messages/user_trade1.json': [user, 'trade'],
  'polymarket-py/ws_messages/user_trade2.json': [user, 'trade'],
  'polymarket-py/ws_messages/user_trade3.json': [user, 'trade'],
  'polymarket-py/ws_messages/user_trade4.json': [user, 'trade'],
  'polymarket/rtds_crypto_prices_subscribe.json': [rtds, 'history'],
  'polymarket/rtds_crypto_prices_update.json': [rtds, 'price'],
  'polymarket/rtds_equity_prices_subscribe.json': [rtds, 'history'],
  'polymarket/rtds_equity_prices_update.json': [rtds, 'price'],
  'polymarket-newer/rtds_crypto_twap_sixty_update.json': [rtds, 'price'],
  'polymarket/clob_book_response.json': [book, 'book'],
  'polymarket-py/http_responses/book.json': [book, 'book'],
  'polymarket/gamma_event.json': [gammaEvents, 'market'],
  'polymarket/gamma_market.json': [gammaMarket, 'market'],
  'polymarket/gamma_market_closed_binary_accepting_false.json': [gammaMarket, 'market'],
  'polymarket/gamma_market_closed_binary_accepting_true.json': [gammaMarket, 'market'],
  'polymarket/gamma_market_closed_nonbinary_legacy.json': [gammaMarket, 'market'],
  'polymarket/gamma_market_closed_zero_zero_legacy.json': [gammaMarket, 'market'],
  'polymarket/gamma_market_sports_market_map_handicap.json': [gammaMarket, 'market'],
  'polymarket/gamma_market_sports_market_money_line.json': [gammaMarket, 'market'],
  'polymarket-newer/gamma_market_crypto_twap.json': [gammaMarket, 'market'],
  'polymarket/search_response.json': [search, 'market'],
  // Cut down by their makers: without the outcomes that tokens are aligned with.
  'polymarket-py/http_responses/event.json': [gammaEvents, 'undecodable'],
  'polymarket-py/http_responses/events_list.json': [gammaEvents, 'undecodable'],
  'polymarket-py/http_responses/market_slug.json': [gammaMarket, 'undecodable'],
};

/** Answers that the feeds and discovery do not ask for. */
const NOT_OF_THE_FEEDS: Readonly<Record<string, string>> = {
  'polymarket/clob_fee_rate_response_nonzero.json': 'the legacy fee, which is not what is charged',
  'polymarket/clob_fee_rate_response_zero.json': 'the legacy fee, which is not what is charged',
  'polymarket/clob_market_closed_binary_accepting_false.json': 'the long market of the CLOB; discovery reads Gamma and the compact one',
  'polymarket/clob_market_closed_binary_accepting_true.json': 'the long market of the CLOB; discovery reads Gamma and the compact one',
  'polymarket-py/http_responses/market.json': 'the long market of the CLOB; discovery reads Gamma and the compact one',
  'polymarket-py/http_responses/markets.json': 'the long market of the CLOB; discovery reads Gamma and the compact one',
  'polymarket-py/http_responses/markets_list.json': 'made up, with condition ids that are none',
  'polymarket/data_api_positions_response.json': 'the data API, read by the account',
  'polymarket/data_api_trades_response.json': 'the data API, read by the account',
  'polymarket-newer/data_api_trades_captured_response.trimmed.json': 'the data API, read by the account',
  'polymarket-py/http_responses/trades.json': 'the data API, read by the account',
  'polymarket/gamma_tags.json': 'tags, which nothing selects by',
  'polymarket/http_balance_allowance_collateral.json': 'private REST',
  'polymarket/http_balance_allowance_no_allowance.json': 'private REST',
  'polymarket/http_batch_cancel_response.json': 'private REST',
  'polymarket/http_cancel_response_failed.json': 'private REST',
  'polymarket/http_cancel_response_ok.json': 'private REST',
  'polymarket/http_open_order.json': 'private REST',
  'polymarket/http_open_order_sell_fok.json': 'private REST',
  'polymarket/http_open_orders_page.json': 'private REST',
  'polymarket/http_order_response_error_500.json': 'private REST',
  'polymarket/http_order_response_failed.json': 'private REST',
  'polymarket/http_order_response_ok.json': 'private REST',
  'polymarket-newer/http_order_response_async_exec.json': 'private REST',
  'polymarket/http_signed_order.json': 'a vector of signing',
  'polymarket-newer/session_signatures.json': 'a vector of signing',
  'polymarket/http_trades_page.json': 'private REST',
};

describe(`the real messages${NO_FRAMES}`, () => {
  it.skipIf(haveNoFrames)('are each either decoded here or named with the reason why not', () => {
    expect([...Object.keys(DECODED), ...Object.keys(NOT_OF_THE_FEEDS)].toSorted()).toEqual(frameFiles());
  });

  for (const [path, [decode, expected]] of Object.entries(DECODED)) {
    it.skipIf(haveNoFrames)(`${path} is read by its decoder`, () => {
      const found = decode(frameText(path));
      if (typeof expected === 'string') expect(new Set(found)).toEqual(new Set([expected]));
      else expect(found).toEqual(expected);
    });
  }
});
