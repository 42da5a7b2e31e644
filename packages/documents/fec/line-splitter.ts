/** A record longer than this is not one: its end is dropped so that memory stays flat. */
const LINE_MAX = 65_536;

/** One line inside a text, without its end: `text.slice(from, to)`. `overlong` tells that the line was cut. */
export type LineSink = (text: string, from: number, to: number, overlong: boolean) => void;

/** How a line ended: by CR and LF, or by one of them. */
export type LineEnd = "crlf" | "lf" | "cr";

/** Told every kind of line end met, once each, with the number of its line. */
export type LineEndSink = (kind: LineEnd, line: number) => void;

/**
 * Cuts a stream of text into lines ended by CR, LF or both, whatever the pieces. No line is copied: the sink gets its place in the
 * piece, or in what was waiting for its end.
 */
export function createLineSplitter(sink: LineSink, ended: LineEndSink = () => undefined) {
  const ends = createEnds(sink, ended);
  let waiting = "";
  const keep = (text: string): void => {
    const room = LINE_MAX - waiting.length;
    if (text.length > room) ends.overlong();
    if (room > 0) waiting += text.slice(0, room);
  };
  const take = (piece: string): void => {
    const chunk = ends.afterReturn(piece);
    if (!chunk.includes("\n") && !chunk.includes("\r")) {
      keep(chunk);
      return;
    }
    const text = waiting === "" ? chunk : waiting + chunk;
    waiting = "";
    const from = cutLines(text, ends);
    if (from < text.length) keep(text.slice(from));
  };
  return {
    push(piece: string): void {
      for (let at = 0; at < piece.length; at += LINE_MAX) take(piece.length <= LINE_MAX ? piece : piece.slice(at, at + LINE_MAX));
    },
    finish(): void {
      ends.afterReturn("");
      if (waiting !== "") ends.line(waiting, 0, waiting.length);
      waiting = "";
    },
  };
}

/** Ends the lines of `text`, and gives back where the last, unfinished one starts. */
function cutLines(text: string, ends: Ends): number {
  let from = 0;
  let feed = text.indexOf("\n");
  let back = text.indexOf("\r");
  while (feed >= 0 || back >= 0) {
    const returns = back >= 0 && (feed < 0 || back < feed);
    const at = returns ? back : feed;
    ends.line(text, from, at);
    if (returns && at + 1 === text.length) {
      ends.returned();
      return text.length;
    }
    const both = returns && feed === at + 1;
    ends.met(both ? "crlf" : returns ? "cr" : "lf");
    from = both ? at + 2 : at + 1;
    if (feed >= 0 && feed < from) feed = text.indexOf("\n", from);
    if (back >= 0 && back < from) back = text.indexOf("\r", from);
  }
  return from;
}

type Ends = ReturnType<typeof createEnds>;

/** Counts lines, and remembers what the next piece will settle: a CR that may belong to an LF, a line already too long. */
function createEnds(sink: LineSink, ended: LineEndSink) {
  const kinds = new Set<LineEnd>();
  let lines = 0;
  let tooLong = false;
  let waitsForFeed = false;
  const met = (kind: LineEnd): void => {
    if (kinds.has(kind)) return;
    kinds.add(kind);
    ended(kind, lines);
  };
  return {
    met,
    line(text: string, from: number, to: number): void {
      lines += 1;
      const overlong = tooLong || to - from > LINE_MAX;
      tooLong = false;
      sink(text, from, overlong ? Math.min(to, from + LINE_MAX) : to, overlong);
    },
    overlong: (): void => {
      tooLong = true;
    },
    returned: (): void => {
      waitsForFeed = true;
    },
    /** The piece without the LF of the CR before it. */
    afterReturn(piece: string): string {
      if (!waitsForFeed) return piece;
      waitsForFeed = false;
      const both = piece.startsWith("\n");
      met(both ? "crlf" : "cr");
      return both ? piece.slice(1) : piece;
    },
  };
}
