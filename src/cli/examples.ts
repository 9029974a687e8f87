/** What stands below a verb's help: how it is used. */
export function examples(...commands: string[]): string {
  const lines = commands.map((command) => `  npm run cli -- ${command}`);
  return `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.join('\n')}`;
}
