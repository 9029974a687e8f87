/** Cents as people read them: `$1,234.50`, `-$0.05`. */
export function dollars(cents: bigint | number): string {
  const whole = BigInt(cents);
  const amount = whole < 0n ? -whole : whole;
  const units = (amount / 100n).toString().replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${whole < 0n ? '-' : ''}$${units}.${(amount % 100n).toString().padStart(2, '0')}`;
}
