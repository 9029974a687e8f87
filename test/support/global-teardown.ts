export default async function globalTeardown(): Promise<void> {
  console.log('teardown');
}
