// Loaded into a service before its own modules: once a file of that name lies there, the process is stopped, as by
// SIGSTOP, at the moment when it would send an adjustment: all is checked by then, and nothing is sent.
import { existsSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';

const armed = process.env.FREEZE_BEFORE_SENDING;
const { write } = Socket.prototype;

Socket.prototype.write = function (chunk, ...rest) {
  if (typeof chunk === 'string' && /^POST \S+\/adjustments HTTP/.test(chunk) && existsSync(armed)) {
    rmSync(armed);
    process.kill(process.pid, 'SIGSTOP');
  }
  return write.call(this, chunk, ...rest);
};
