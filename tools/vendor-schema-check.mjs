// Judges the bodies that the tests have made by the vendor's own schema, which is not ours to hand on:
//
//   node tools/vendor-schema-check.mjs BODIES_FOLDER SCHEMA_FOLDER
//
// BODIES_FOLDER is what ARREARS_KEEP_BODIES named for `npm test` (test/support/kept-bodies.ts); SCHEMA_FOLDER has
// the vendor's domain.xsd and service.xsd of API 1.29. Each body must be valid without the schema's required
// marks, because the vendor's samples refer by eid alone; and valid with them, but for what EID_ALONE lists.
// Of the samples, the vendor must take the good ones and refuse the bad ones.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  XmlBufferInputProvider,
  XmlDocument,
  XmlError,
  xmlRegisterInputProvider,
  XsdValidator,
} from 'libxml2-wasm';

/** By root: the element that is in it with nothing but its eid (and value), which no body can help. */
const EID_ALONE = {
  billingAccount: 'customField',
  customFieldValue: 'customField',
  addCustomFieldValueToBillingAccount: 'customField',
  removeCustomFieldValueFromBillingAccount: 'customField',
  postAdjustment: 'adjustment',
  removeAdjustment: 'adjustment',
  reverseAdjustment: 'adjustment',
  reverseDebitAdjustment: 'adjustment',
};

/** Names, order, choices, values and datatypes stay; only what must be there need not be. */
const WITHOUT_REQUIRED_MARKS = [
  [/ use="required"/g, ''],
  [/<xs:element ref="tns:billingAccount"\/>/g, '<xs:element minOccurs="0" ref="tns:billingAccount"/>'],
  [
    /<xs:element name="reason" type="tns:AdjustmentReason"\/>/g,
    '<xs:element minOccurs="0" name="reason" type="tns:AdjustmentReason"/>',
  ],
  [/<xs:element ref="tns:customField"\/>/g, '<xs:element minOccurs="0" ref="tns:customField"/>'],
];

const SHOWN_AT_MOST = 20;

function main([bodiesFolder, schemaFolder, ...more]) {
  if (schemaFolder === undefined || more.length > 0)
    return fail(['Usage: node tools/vendor-schema-check.mjs BODIES_FOLDER SCHEMA_FOLDER']);
  const { bodies, goodSamples, badSamples } = keptIn(bodiesFolder);
  if (bodies.length === 0) return fail(['There are no bodies: have the tests run with ARREARS_KEEP_BODIES?']);
  if (goodSamples.length === 0 || badSamples.length === 0)
    return fail(['There are no samples to compare by.']);

  const { strict, relaxed } = schemasIn(schemaFolder);
  const findings = [
    ...bodies.flatMap((body) => problems(relaxed, body)),
    ...goodSamples.flatMap((sample) => problems(relaxed, sample)),
    ...badSamples
      .filter((sample) => judge(relaxed, sample).length === 0)
      .map(({ file, root }) => `${file} (${root}): ours refuses it, the vendor's does not`),
  ];
  const { strictlyValid, expected, unexpected } = judgeStrictly(strict, bodies);
  findings.push(...unexpected);
  if (findings.length > 0) return fail(findings);

  say(`${bodies.length} bodies are valid by the vendor's schema without its required marks.`);
  say(
    `${strictlyValid} of them are valid with its required marks as well. Not those that refer by eid alone:`,
  );
  for (const [root, count] of [...expected].sort())
    say(`  ${String(count).padStart(6)} ${root}/${EID_ALONE[root]}`);
  say(`Of ${goodSamples.length + badSamples.length} samples, its verdict is ours.`);
}

function keptIn(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.xml'));
  const read = (as) => files.filter((file) => file.startsWith(`${as}.`)).map((file) => kept(folder, file));
  return { bodies: read('body'), goodSamples: read('good-sample'), badSamples: read('bad-sample') };
}

/** In the namespace of the one version whose schema there is. The root's is the first in the text. */
function kept(folder, file) {
  const text = readFileSync(join(folder, file), 'utf8');
  const xml = text.replace(
    /(xmlns="http:\/\/www\.tractbilling\.com\/billing\/)\d+_\d+(\/domain")/,
    '$11_29$2',
  );
  return { file, xml, root: /<(\w+)/.exec(text)?.[1] ?? 'no root' };
}

function schemasIn(folder) {
  const [domain, service] = ['domain.xsd', 'service.xsd'].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  const relaxed = WITHOUT_REQUIRED_MARKS.reduce((text, [from, to]) => text.replaceAll(from, to), domain);
  if (relaxed === domain)
    throw new Error('domain.xsd has no required marks: it is not the schema that it was');
  return { strict: validator('strict', domain, service), relaxed: validator('relaxed', relaxed, service) };
}

/** The two files import each other, so both are at hand while they are read; nothing is fetched. */
function validator(name, domain, service) {
  const buffers = {
    [`${name}/domain.xsd`]: Buffer.from(domain),
    [`${name}/service.xsd`]: Buffer.from(service),
  };
  xmlRegisterInputProvider(new XmlBufferInputProvider(buffers));
  const document = XmlDocument.fromString(domain, { url: `${name}/domain.xsd` });
  try {
    return XsdValidator.fromDoc(document);
  } finally {
    document.dispose();
  }
}

/** The library's sentences about a body; none where it is valid. */
function judge(schema, { xml }) {
  const document = XmlDocument.fromString(xml);
  try {
    schema.validate(document);
    return [];
  } catch (error) {
    if (error instanceof XmlError && Array.isArray(error.details))
      return error.details.map(({ message }) => message.trim());
    throw error;
  } finally {
    document.dispose();
  }
}

function problems(schema, body) {
  return judge(schema, body).map((message) => finding(body, message));
}

function judgeStrictly(schema, bodies) {
  const expected = new Map();
  const unexpected = [];
  let strictlyValid = 0;
  for (const body of bodies) {
    const messages = judge(schema, body);
    const others = messages.filter((message) => !isForEidAlone(body.root, message));
    unexpected.push(...others.map((message) => finding(body, `strictly: ${message}`)));
    if (messages.length === 0) strictlyValid += 1;
    else expected.set(body.root, (expected.get(body.root) ?? 0) + 1);
  }
  return { strictlyValid, expected, unexpected };
}

function isForEidAlone(root, message) {
  const [, element] =
    /^Element '\{[^}]*\}(\w+)': (?:The attribute '\w+' is required|Missing child)/.exec(message) ?? [];
  return element !== undefined && element === EID_ALONE[root];
}

function finding({ file, root }, message) {
  return `${file} (${root}): ${withoutValues(message)}`;
}

/** Bodies hold names and addresses, even if invented ones. */
function withoutValues(message) {
  return message
    .replace(/(: (?:\[facet '\w+'\] The value )?)'[^]*'( is not | has )/, '$1(value)$2')
    .replaceAll(/\{http:[^}]*\}|\n/g, '');
}

function fail(findings) {
  for (const line of findings.slice(0, SHOWN_AT_MOST)) say(line);
  if (findings.length > SHOWN_AT_MOST) say(`… and ${findings.length - SHOWN_AT_MOST} more.`);
  process.exitCode = 1;
}

function say(line) {
  console.log(line);
}

main(process.argv.slice(2));
