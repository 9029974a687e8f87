import { expect, test } from '@jest/globals';
import { ProgressLine } from './progress-line.js';

function lineOn(isTTY: boolean): { line: ProgressLine; written: () => string; pass: (ms: number) => void } {
  let [text, nowMs] = ['', 0];
  const write = (part: unknown): boolean => {
    text += String(part);
    return true;
  };
  const line = new ProgressLine({ write, isTTY, columns: 30 }, () => nowMs);
  return { line, written: () => text, pass: (ms) => void (nowMs += ms) };
}

test('a terminal has one line, written anew in place and never wrapped', () => {
  const { line, written } = lineOn(true);
  line.show('1 of 3', 'running');
  line.show('2 of 3, and more words than there is room for', 'running');
  line.end();
  line.end();
  expect(written()).toBe('\r\u001B[2K1 of 3\r\u001B[2K2 of 3, and more words than …\r\u001B[2K');
});

test('a log has a line where something else is the matter, and one now and then', () => {
  const { line, written, pass } = lineOn(false);
  line.show('0 of 3', 'running');
  line.show('1 of 3', 'running');
  line.show('paused', 'queued');
  pass(9_999);
  line.show('still paused', 'queued');
  pass(1);
  line.show('paused for long', 'queued');
  line.end();
  expect(written()).toBe('0 of 3\npaused\npaused for long\n');
});
