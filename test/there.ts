/** What a file's hooks set up, for helpers that are made before they run. */
export function there<Held>(held: Held | undefined): Held {
  if (held === undefined) throw new Error("it is there only while tests run");
  return held;
}
