import type { WriteStream } from "node:tty";

/** One line that moves on a terminal, and a line now and then anywhere else. */
export function progressLine(output: Pick<WriteStream, "write" | "isTTY">): { show(text: string): void; clear(): void } {
  let shown = "";
  return {
    show(text) {
      if (text === shown) return;
      if (output.isTTY) output.write(`\r\u001b[K  ${text}`);
      else if (text.split(":", 1)[0] !== shown.split(":", 1)[0]) output.write(`  ${text.split(" :", 1)[0]}\n`);
      shown = text;
    },
    clear() {
      if (output.isTTY) output.write("\r\u001b[K");
    },
  };
}
