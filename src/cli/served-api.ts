// The HTTP API beside a run: opened on the profile's address, which a file tells the commands of this machine; both end
// together.

import { join } from 'node:path';
import type { Log } from '../observe/log.ts';
import { writeAddressFile, type AddressFile } from '../runtime/address-file.ts';
import type { Bot } from '../runtime/bot.ts';

export interface ServedApi { readonly address: string; close(): Promise<void> }

/** Rejects with an `EvenkeelError` when the address cannot be opened. */
export async function servedApi(bot: Bot, directory: string, log: Log): Promise<ServedApi> {
  const { loaded, profile } = bot.opened.generation;
  const { startServer } = await import('../server/server.ts');
  const server = await startServer(bot, { ...loaded.config.api, onFault: (error) => { log.logger.error({ error }, 'a request failed by a fault of the program'); } });
  const file = addressFile(directory, profile, server.address, log);
  return {
    address: server.address,
    async close() {
      file?.remove();
      await server.close();
    },
  };
}

/** Null where it cannot be written: the commands then go by the profile, and trading needs no file. */
function addressFile(directory: string, profile: string, address: string, log: Log): AddressFile | null {
  try {
    return writeAddressFile(directory, profile, address);
  } catch (error) {
    log.logger.warn({ error: String(error), folder: join(directory, 'data') }, 'the address of the API could not be written to a file');
    return null;
  }
}
