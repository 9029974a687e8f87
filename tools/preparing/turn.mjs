import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from './root.mjs';

// One process at a time prepares the tree; the next waits. The same lock as the data folder's, whose file
// (src/platform/data-folder-lock.ts) tells why it is made so, and which is not there before the sources are
// compiled.

const folder = join(root, 'dist');
const turnFile = join(folder, '.preparing');

/** A tool that outlives whoever started it (npm, when only its parent is killed) is still at work on the tree. */
const toolFile = join(folder, '.preparing-tool');

/** Waits for the turn, and returns what ends it. */
export async function takeTurn(say) {
  mkdirSync(folder, { recursive: true });
  const us = { ...identityOf(process.pid), id: randomUUID() };
  await waitWhile(() => takeLock(turnFile, us), say);
  await waitWhile(() => livingTool(), say);
  return () => releaseLock(turnFile, us);
}

async function waitWhile(findOther, say) {
  let told;
  for (let other; (other = findOther()); await wait(100)) {
    if (told !== other.pid) say(`Waiting until process ${other.pid} has done preparing …\n`);
    told = other.pid;
  }
}

export function noteTool(pid) {
  writeFileSync(toolFile, JSON.stringify(identityOf(pid)));
}

function livingTool() {
  const tool = readHolder(toolFile);
  return tool && stillRuns(tool) ? tool : undefined;
}

/** Takes the lock, or returns the living process that has it. */
function takeLock(file, us) {
  for (;;) {
    if (createLock(file, us)) return undefined;
    const holder = readHolder(file);
    if (!holder) continue;
    if (stillRuns(holder)) return holder;

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
    return { pid: 0, id: 'unreadable' };
  }
}

function releaseLock(file, us) {
  if (readHolder(file)?.id === us.id) rmSync(file, { force: true });
}

function identityOf(pid) {
  return { pid, startedAt: startOf(pid) };
}

function stillRuns({ pid, startedAt }) {
  return startedAt !== undefined && startOf(pid) === startedAt;
}

/** When the process began, which tells it from a later one of the same pid; undefined for none, or a zombie. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, ...others] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return 'ZX'.includes(state) ? undefined : others[18];
  } catch {
    return startFromPs(pid);
  }
}

function startFromPs(pid) {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC0' };
  try {
    const args = ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)];
    const line = execFileSync('ps', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [state, ...start] = line.trim().split(/\s+/);
    return state.startsWith('Z') ? undefined : start.join(' ');
  } catch {
    return undefined;
  }
}
