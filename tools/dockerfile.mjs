// Reads as much of a Dockerfile and a .dockerignore as this project's have in them.

/** One FROM and what follows it. */
class Stage {
  /** @type {{word: string, text: string}[]} */
  steps = [];

  constructor(from, name) {
    this.from = from;
    this.name = name;
  }

  /** The last instruction of its kind: of most of them only that one counts. */
  last(word) {
    return this.steps.findLast((step) => step.word === word);
  }

  get env() {
    const pairs = this.steps.filter(({ word }) => word === 'ENV').flatMap(({ text }) => text.split(/\s+/));
    return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2)));
  }

  get copies() {
    return this.steps.filter(({ word }) => word === 'COPY').map(({ text }) => copyOf(text));
  }
}

/** @returns {{from: string | undefined, sources: string[], target: string}} of a COPY's text */
export function copyOf(text) {
  const words = text.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) };
}

/** @returns {Stage[]} */
export function readDockerfile(content) {
  const stages = [];
  const lines = content.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n/g, ' ');
  for (const line of lines.split('\n').map((text) => text.trim())) {
    if (line === '') continue;
    const [, word, text] = /^(\S+)\s+(.*)$/s.exec(line) ?? [];
    if (word === undefined) throw new Error(`Dockerfile: not understood: ${line}`);
    if (word === 'FROM') {
      const [from, , name] = text.split(/\s+/);
      stages.push(new Stage(from, name));
    } else stages.at(-1).steps.push({ word, text });
  }
  return stages;
}

/**
 * @param content of a .dockerignore
 * @returns {(path: string) => boolean} whether it leaves the path out: the last pattern that fits decides
 */
export function ignoredBy(content) {
  const patterns = content
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ out: !line.startsWith('!'), fits: matcher(line.replace(/^!/, '')) }));
  return (path) => patterns.reduce((ignored, { out, fits }) => (fits(path) ? out : ignored), false);
}

/** A pattern fits a path and everything below it. */
function matcher(pattern) {
  const wild = { '**/': '(?:.+/)?', '*': '[^/]*', '?': '[^/]' };
  const source = pattern.replaceAll(/\*\*\/|[.+^${}()|[\]\\*?]/g, (token) => wild[token] ?? `\\${token}`);
  const expression = new RegExp(`^${source}(?:/.*)?$`);
  return (path) => expression.test(path);
}
