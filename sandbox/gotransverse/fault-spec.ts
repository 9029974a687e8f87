import { ANSWERING_FAULTS, PASSING_FAULTS, type FaultName, type FaultSpec } from './faults.js';

/** What was sent to a control route cannot be used. */
export class ControlMistake extends Error {
  override readonly name = 'ControlMistake';
}

const FAULT_NAMES = [...Object.keys(PASSING_FAULTS), ...Object.keys(ANSWERING_FAULTS)];

const NUMBERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  times: [1, 1e9],
  seconds: [0, 1e9],
  probability: [0, 1],
  seed: [-2_147_483_648, 4_294_967_295],
  ms: [0, 2_147_483_647],
  bytes: [1, 1e12],
  status: [200, 599],
};
const TEXTS = ['location', 'variant', 'description', 'failureReason'];
const MATCHES = ['method', 'path', 'operation'];
const OTHERS = ['fault', 'match', 'effect', 'retryAfter'];

/** A fault as it was sent. @throws ControlMistake that says what is wrong */
export function faultSpec(sent: unknown): FaultSpec {
  const members = objectOf(sent, 'The body');
  const fault = String(members['fault']);
  if (!FAULT_NAMES.includes(fault))
    throw new ControlMistake(`"fault" must be one of ${FAULT_NAMES.join(', ')}`);
  refuseUnknown(members, [...OTHERS, ...Object.keys(NUMBERS), ...TEXTS]);
  for (const [name, [least, most]] of Object.entries(NUMBERS)) checkNumber(members[name], name, least, most);
  for (const name of TEXTS) checkText(members[name], name);
  const { effect, retryAfter, match } = members;
  if (effect !== undefined && typeof effect !== 'boolean')
    throw new ControlMistake('"effect" must be true or false');
  if (retryAfter !== undefined && typeof retryAfter !== 'number') checkText(retryAfter, 'retryAfter');
  if (match !== undefined) checkMatch(match);
  return { ...members, fault: fault as FaultName };
}

function checkMatch(sent: unknown): void {
  const match = objectOf(sent, '"match"');
  refuseUnknown(match, MATCHES);
  for (const name of MATCHES) checkText(match[name], name);
  const expression = /^\/(.+)\/$/.exec(String(match['path']))?.[1];
  try {
    if (expression !== undefined) new RegExp(expression);
  } catch {
    throw new ControlMistake('"path" is no regular expression');
  }
}

/** @throws ControlMistake */
export function objectOf(sent: unknown, what: string): Record<string, unknown> {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
    throw new ControlMistake(`${what} must be a JSON object`);
  return { ...sent };
}

/** @throws ControlMistake */
export function refuseUnknown(members: Record<string, unknown>, known: readonly string[]): void {
  const unknown = Object.keys(members).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new ControlMistake(`"${unknown}" is not known; there are ${known.join(', ')}`);
}

/** @throws ControlMistake */
export function checkNumber(sent: unknown, name: string, least: number, most: number): void {
  if (sent === undefined) return;
  if (typeof sent !== 'number' || !(sent >= least && sent <= most))
    throw new ControlMistake(`"${name}" must be a number from ${least} to ${most}`);
}

/** @throws ControlMistake */
export function checkText(sent: unknown, name: string): void {
  if (sent !== undefined && typeof sent !== 'string') throw new ControlMistake(`"${name}" must be a text`);
}
