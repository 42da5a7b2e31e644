/** A record longer than this is not one: its end is dropped so that memory stays flat. */
const LINE_MAX = 65_536;

/** Cuts a stream of text into lines ended by CR, LF or both, whatever the pieces. `overlong` tells that the line was cut. */
export function createLineSplitter(line: (text: string, overlong: boolean) => void) {
  let waiting = "";
  let overlong = false;
  let afterReturn = false;
  const keep = (text: string): void => {
    const room = LINE_MAX - waiting.length;
    if (text.length > room) overlong = true;
    waiting += text.slice(0, Math.max(room, 0));
  };
  const end = (): void => {
    line(waiting, overlong);
    waiting = "";
    overlong = false;
  };
  const push = (chunk: string): void => {
    let from = 0;
    for (const match of chunk.matchAll(/[\r\n]/g)) {
      const follows = afterReturn && match[0] === "\n" && match.index === from && waiting === "";
      if (!follows) {
        keep(chunk.slice(from, match.index));
        end();
      }
      afterReturn = match[0] === "\r";
      from = match.index + 1;
    }
    if (from < chunk.length) {
      afterReturn = false;
      keep(chunk.slice(from));
    }
  };
  return { push, finish: (): void => (waiting === "" && !overlong ? undefined : end()) };
}
