/** Rows as they pass, counted. */
export async function* counting<Row>(rows: AsyncIterable<Row>, count: { lines: number }): AsyncGenerator<Row> {
  for await (const row of rows) {
    count.lines += 1;
    yield row;
  }
}
