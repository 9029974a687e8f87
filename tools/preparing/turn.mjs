import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from './step.mjs';

// One process at a time prepares the tree; the next waits. The same lock as the data folder's, whose file
// (src/platform/data-folder-lock.ts) tells why it is made so, and which is not there before the sources are
// compiled.

const folder = join(root, 'dist');
const turnFile = join(folder, '.preparing');

/** Waits for the turn, and returns what ends it. */
export async function takeTurn(say) {
  mkdirSync(folder, { recursive: true });
  const us = { pid: process.pid, startedAt: startOf(process.pid), id: randomUUID() };
  let waitsFor;
  for (let other; (other = takeLock(turnFile, us)); await wait(100)) {
    if (waitsFor !== other.pid) say(`Waiting until process ${other.pid} has prepared the tree …\n`);
    waitsFor = other.pid;
  }
  return () => releaseLock(turnFile, us);
}

/** Takes the lock, or returns the living process that has it. */
function takeLock(file, us) {
  for (;;) {
    if (createLock(file, us)) return undefined;
    const holder = readHolder(file);
    if (!holder) continue;
    if (startOf(holder.pid) === holder.startedAt) return holder;

    const claim = `${file}.${holder.id}`;
    const claimant = takeLock(claim, us);
    if (claimant) return claimant;
    try {
      if (readHolder(file)?.id === holder.id) {
        renameSync(writeDraft(file, us), file);
        return undefined;
      }
    } finally {
      releaseLock(claim, us);
    }
  }
}

function createLock(file, us) {
  const draft = writeDraft(file, us);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(file, us) {
  const draft = `${file}.draft-${us.id}`;
  writeFileSync(draft, JSON.stringify(us));
  return draft;
}

function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    return { pid: 0, startedAt: 'never', id: 'unreadable' };
  }
}

function releaseLock(file, us) {
  if (readHolder(file)?.id === us.id) rmSync(file, { force: true });
}

/** When the process began, as text that only it has; 'never' where there is none, or a zombie. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return 'ZX'.includes(fields[0]) ? 'never' : fields[19];
  } catch {
    return startFromPs(pid);
  }
}

function startFromPs(pid) {
  try {
    const options = {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC0' },
    };
    const [state, ...start] = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], options)
      .trim()
      .split(/\s+/);
    return state.startsWith('Z') ? 'never' : start.join(' ');
  } catch {
    return 'never';
  }
}
