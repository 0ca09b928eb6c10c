// Rows of several files of one recording as one sequence in order of time, a batch at a time. Rows under one stamp come in the
// order of their files.

export interface StampedRow { readonly ts: number }

export async function* mergedRows<Row extends StampedRow>(sources: readonly AsyncIterator<readonly Row[], void>[]): AsyncGenerator<readonly Row[], void> {
  const cursors = sources.map((source) => ({ source, rows: [] as readonly Row[], at: 0 }));
  let open = cursors;
  for (;;) {
    for (const cursor of open) {
      while (cursor.at === cursor.rows.length) {
        const { done, value } = await cursor.source.next();
        if (done === true) { open = open.filter((other) => other !== cursor); break; }
        cursor.rows = value;
        cursor.at = 0;
      }
    }
    if (open.length === 0) return;
    const batch: Row[] = [];
    // Until one of them has to be filled again nothing older can come.
    for (;;) {
      let first = open[0]!;
      for (const cursor of open) if (cursor.rows[cursor.at]!.ts < first.rows[first.at]!.ts) first = cursor;
      batch.push(first.rows[first.at++]!);
      if (first.at === first.rows.length) break;
    }
    yield batch;
  }
}
