// Where a command writes: the process's streams, or a test's.

export interface TextSink { write(text: string): unknown }
