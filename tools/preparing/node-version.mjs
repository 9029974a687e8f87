import { PreparationError } from './step.mjs';

/**
 * The first minor release of each major one whose `require` loads ES modules, which packages used here rely
 * on; later ones all do. Prisma names the same.
 */
const firstMinor = { 20: 19, 22: 12 };
const oldestMajor = 20;

export function checkNodeVersion(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const fits = major in firstMinor ? minor >= firstMinor[major] : major > 22;
  if (fits) return;
  const upTo =
    major === 21 ? '22.12' : `${Math.max(major, oldestMajor)}.${firstMinor[Math.max(major, oldestMajor)]}`;
  throw new PreparationError(
    `Arrears needs Node ${upTo} or newer, and this is Node ${version}. Node 24 is what we recommend: https://nodejs.org`,
  );
}
