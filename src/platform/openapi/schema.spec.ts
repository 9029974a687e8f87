import { describe, expect, test } from '@jest/globals';
import { SchemaRegistry } from './schema.js';
import {
  OrAbsent,
  OrNull,
  RecordView,
  ShowsAnything,
  ShowsDecimal,
  ShowsList,
  ShowsOne,
  ShowsOneOf,
  ShowsTextList,
} from './shown.js';

class Part {
  @ShowsDecimal('A ratio.', 0.5)
  ratio!: number;
}

class Whole extends RecordView {
  @OrNull()
  @ShowsOneOf(['a', 'b'], 'A letter.', 'a')
  letter!: string | null;

  @OrNull()
  @ShowsOne(() => Part, 'A part.')
  part!: Part | null;

  @OrAbsent()
  @ShowsList(() => Whole, 'More of them.')
  more?: Whole[];

  @ShowsTextList('Letters.', ['a'], ['a', 'b'])
  letters!: string[];

  @ShowsAnything('Whatever.')
  anything!: unknown;
}

function namesake() {
  return class Part {
    more!: string;
  };
}

describe('the schema of a view', () => {
  test('has what its decorators say, and what it extends', () => {
    const registry = new SchemaRegistry();

    expect(registry.refTo(Whole)).toEqual({ $ref: '#/components/schemas/Whole' });
    expect(registry.schemas).toMatchObject({
      Whole: {
        type: 'object',
        required: ['id', 'version', 'created_at', 'updated_at', 'letter', 'part', 'letters', 'anything'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          letter: {
            type: ['string', 'null'],
            enum: ['a', 'b', null],
            description: 'A letter.',
            examples: ['a'],
          },
          part: {
            anyOf: [{ $ref: '#/components/schemas/Part' }, { type: 'null' }],
            description: 'A part.',
          },
          more: { type: 'array', items: { $ref: '#/components/schemas/Whole' } },
          letters: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, examples: [['a']] },
          anything: { description: 'Whatever.' },
        },
      },
      Part: { required: ['ratio'], properties: { ratio: { type: 'number' } } },
    });
    expect(registry.schemas['Whole']).not.toHaveProperty('additionalProperties');
  });

  test('is refused where another class has its name', () => {
    const registry = new SchemaRegistry();
    registry.refTo(Part);
    expect(() => registry.refTo(namesake())).toThrow('Two classes of the API have the name Part');
  });
});
