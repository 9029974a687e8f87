import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  carriedByXml,
  element,
  readXml,
  readXmlInTurns,
  textElement,
  writeXml,
  XML_LIMITS,
  XmlRefusedError,
  XmlSchema,
} from './gotransverse.xml.js';

const NAMESPACE = 'http://www.tractbilling.com/billing/1_28/domain';

describe('what is written reads back unaltered', () => {
  test.each([
    `O'Brien & "Sons" <Ltd>`,
    '&amp; &#1; &lt;',
    '0098',
    ' blanks  kept ',
    'a\tb\nc\rd\r\ne',
    '𝄞 😀 𠮷',
    ']]> <![CDATA[ <!-- -->',
    '\u00a0\u2028\u200b',
    '',
  ])('%j', (text) => {
    const read = readXml(
      Buffer.from(writeXml(element('a', { x: text }, [textElement('b', text)]), NAMESPACE)),
    );

    expect(read).toEqual({
      name: 'a',
      namespace: NAMESPACE,
      attributes: { x: text },
      children: [{ name: 'b', namespace: NAMESPACE, attributes: {}, children: [], text }],
      text: '',
    });
  });

  test('any text that XML can carry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }).filter(carriedByXml), (text) => {
        const read = readXml(Buffer.from(writeXml(element('a', { x: text }), NAMESPACE)));
        expect(read.attributes).toEqual({ x: text });
      }),
    );
  });
});

test('an element of another namespace says so, and hands it on to its children', () => {
  const page = {
    ...element('accounts', {}, [{ ...element('account', {}, [element('party')]), namespace: NAMESPACE }]),
    namespace: 'urn:page',
  };

  const read = readXml(Buffer.from(writeXml(page, 'urn:not-used')));

  expect(read.namespace).toBe('urn:page');
  expect(read.children[0]).toMatchObject({ name: 'account', namespace: NAMESPACE });
  expect(read.children[0]?.children[0]).toMatchObject({ name: 'party', namespace: NAMESPACE });
});

test('prefixes do not matter, and attributes of other namespaces are not read', () => {
  const text = `<x:a xmlns:x="${NAMESPACE}" xmlns:y="urn:y" y:z="1" z="2"><x:b/></x:a>`;

  expect(readXml(Buffer.from(text))).toMatchObject({
    name: 'a',
    namespace: NAMESPACE,
    attributes: { z: '2' },
    children: [{ name: 'b', namespace: NAMESPACE }],
  });
});

test.each(['\u0000', '\u0008', '\u000b', '\u001f', '\ufffe', '\uffff', '\ud834', 'a\udd1eb'])(
  'what XML cannot carry is refused, not lost: %j',
  (text) => {
    expect(carriedByXml(text)).toBe(false);
    expect(() => writeXml(element('a', { x: text }), NAMESPACE)).toThrow(XmlRefusedError);
    expect(() => writeXml(textElement('a', text), NAMESPACE)).toThrow(XmlRefusedError);
  },
);

const BILLION_LAUGHS = [
  '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "lol">',
  ...Array.from(
    { length: 12 },
    (_, level) => `<!ENTITY lol${String(level + 1)} "${`&lol${String(level)};`.repeat(10)}">`,
  ),
  ']><lolz>&lol12;</lolz>',
].join('');

describe('refused, and soon', () => {
  test.each([
    ['a billion laughs', BILLION_LAUGHS],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an external DTD', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>'],
    ['an entity that nobody declared', '<a>&x;</a>'],
    ['a character reference to no character', '<a>&#xFFFFFFFF;</a>'],
    ['a character reference to one that XML cannot carry', '<a x="&#0;"/>'],
    ['a character reference beyond Unicode', '<a x="&#x110000;"/>'],
    ['a reference of a million digits', `<a>&#${'9'.repeat(1_000_000)};</a>`],
    ['nothing', ''],
    ['no XML', 'Service unavailable'],
    ['a page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
    ['half a document', '<a><b/>'],
    ['two documents', '<a/><a/>'],
    ['UTF-16', Buffer.from('\ufeff<a/>', 'utf16le')],
    ['no UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e])],
    ['a namespace that nobody declared', '<x:a/>'],
    ['an attribute twice', '<a x="1" x="2"/>'],
    ['too many bytes', `<a>${' '.repeat(XML_LIMITS.maxBytes)}</a>`],
    ['too many elements', `<a>${'<b/>'.repeat(XML_LIMITS.maxElements * 2)}</a>`],
    ['too many attributes', `<a>${'<b c="" d="" e="" f="" g=""/>'.repeat(9_000)}</a>`],
    ['too many references', `<a>${'&amp;'.repeat(20_001)}</a>`],
    ['too deep', '<a>'.repeat(70) + '</a>'.repeat(70)],
    ['far too deep', '<a>'.repeat(9_000) + '</a>'.repeat(9_000)],
    ['a huge name', `<${'a'.repeat(1_500_000)}/>`],
  ])('%s', (_, body) => {
    const bytes = Buffer.from(body);
    const durationsMs = [1, 2, 3].map(() => {
      const startMs = performance.now();
      expect(() => readXml(bytes)).toThrow(XmlRefusedError);
      return performance.now() - startMs;
    });

    // How long the event loop is held. The least of three: a busy machine only adds to it.
    expect(Math.min(...durationsMs)).toBeLessThan(50);
  });
});

test('an encoding that is declared and not there does no harm', () => {
  expect(readXml(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a x="é"/>')).attributes).toEqual({
    x: 'é',
  });
});

describe('a schema', () => {
  const schema = XmlSchema.from(`
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:s" elementFormDefault="qualified">
      <xs:element name="person"><xs:complexType>
        <xs:sequence><xs:element name="first" minOccurs="0" type="xs:string"/><xs:element name="second"/></xs:sequence>
        <xs:attribute name="dob" type="xs:date"/><xs:attribute name="name" use="required" type="xs:string"/>
      </xs:complexType></xs:element>
    </xs:schema>`);

  test.each([
    ['<person xmlns="urn:s" name="Ann"><second/></person>', []],
    [
      '<person xmlns="urn:s" name="Ann" dob="it\'s secret"><second/></person>',
      ['person/@dob is not of its type'],
    ],
    ['<person xmlns="urn:s"><second/></person>', ['person/@name is missing']],
    ['<person xmlns="urn:s" name="Ann" title="Dr"><second/></person>', ['person/@title is not known']],
    ['<person xmlns="urn:s" name="Ann"/>', ['person lacks an element']],
    ['<person xmlns="urn:s" name="Ann"><second/><first/></person>', ['first is not expected here']],
    ['<person xmlns="urn:other"/>', ['person is no element that may stand alone']],
    ['<person xmlns="urn:s" name="Ann">secret<second/></person>', ['person must not hold text']],
  ])('%s', (document, problems) => {
    expect(schema.problemsOf(document)).toEqual(problems);
  });

  test('judges well-formed documents only', () => {
    expect(() => schema.problemsOf('<person')).toThrow(XmlRefusedError);
  });

  test('must itself be one', () => {
    expect(() => XmlSchema.from('<a/>')).toThrow(expect.any(Error));
  });
});

describe('reading in turns', () => {
  test('reads the same, and lets others work in between', async () => {
    const large = Buffer.from(`<a>${'<b c="d"><e/></b>'.repeat(4900)}<f>text</f></a>`);
    let turns = 0;
    const others = setInterval(() => (turns += 1), 0);
    const read = await readXmlInTurns(large);
    clearInterval(others);

    expect(read).toEqual(readXml(large));
    expect(turns).toBeGreaterThan(0);
  });

  test.each(['<!DOCTYPE a><a/>', '<a', `${'<a>'.repeat(70)}${'</a>'.repeat(70)}`])(
    'refuses the same: %s',
    async (text) => {
      await expect(readXmlInTurns(Buffer.from(text))).rejects.toThrow(XmlRefusedError);
    },
  );
});
