/** Ends what global-setup.ts began; in the same process, but the two share no module. */
export default async function globalTeardown(): Promise<void> {
  const { stopArrearsTestServer } = globalThis as { stopArrearsTestServer?: () => Promise<void> };
  await stopArrearsTestServer?.();
}
