// How Jest loads modules here: what lies in node_modules once per worker, by Node itself, and not once per test file
// by node:vm. NestJS, Fastify and Prisma are three seconds of each file otherwise, and run as cold code in all of
// them. The project's own files are loaded anew for each test file, as Jest does it.
// It reaches into jest-runtime, whose version is exact: where a new one fails, `runtime` and `testEnvironment` can
// leave jest.config.mjs, and all is as before but slower.
const { isBuiltin } = require('node:module');
const vm = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** Packages by what `import` calls them, for the worker's whole life. */
const packages = new Map();

class PackagesOnceRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    const { esmLoader, executor } = this;
    const resolveModule = esmLoader.resolveModule.bind(esmLoader);
    esmLoader.resolveModule = (specifier, ...rest) =>
      isPackage(specifier) ? packageModule(specifier) : resolveModule(specifier, ...rest);
    // Newer releases of Node load a graph at once, which goes past `resolveModule`.
    this._resolution.canResolveSync = () => false;
    // The worker's own realm (one-realm.cjs) is to node:vm the one that is not named.
    esmLoader.getContext = () => undefined;
    executor.compile = (source, filename) =>
      vm.compileFunction(source, executor.injectedModuleParameters, { filename });
  }
}

function isPackage(specifier) {
  return /^(@|[a-z][^:]*$)/i.test(specifier) && !isBuiltin(specifier) && specifier !== '@jest/globals';
}

function packageModule(specifier) {
  if (!packages.has(specifier)) packages.set(specifier, load(specifier));
  return packages.get(specifier);
}

async function load(specifier) {
  const exported = await import(specifier);
  const names = Object.keys(exported);
  const module = new vm.SyntheticModule(
    names,
    () => {
      for (const name of names) module.setExport(name, exported[name]);
    },
    { identifier: specifier },
  );
  await module.link(() => undefined);
  await module.evaluate();
  return module;
}

module.exports = PackagesOnceRuntime;
