/** Cents as people read them: `$1,234.50`, `-$0.05`. */
export function dollars(cents: bigint | number): string {
  const whole = BigInt(cents);
  const amount = whole < 0n ? -whole : whole;
  const units = (amount / 100n).toString().replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${whole < 0n ? '-' : ''}$${units}.${(amount % 100n).toString().padStart(2, '0')}`;
}

/** Cents as XML carries them: `1234.50`, `-0.05`. Exact, and without marks between the thousands. */
export function decimalDollars(cents: bigint): string {
  const amount = cents < 0n ? -cents : cents;
  return `${cents < 0n ? '-' : ''}${(amount / 100n).toString()}.${(amount % 100n).toString().padStart(2, '0')}`;
}
