/** A JSON Schema (2020-12, as OpenAPI 3.1 has it), of the keywords that we use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  const?: unknown;
  enum?: readonly unknown[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  maxProperties?: number;
  anyOf?: Schema[];
  oneOf?: Schema[];
  description?: string;
  examples?: unknown[];
}

/** A class whose fields' decorators say what they hold. */
export type SchemaClass = abstract new (...args: never[]) => object;

/** What one decorator says of a field; a field's decorators together make its schema. */
export interface FieldPart {
  /** Of the value, or of each value where the field is a list. */
  schema?: Schema;
  /** The value, or each one of the list, is an object of this class. */
  of?: () => SchemaClass;
  /** The field is a list; keywords of the list itself. */
  list?: Schema;
  nullable?: true;
  optional?: true;
  description?: string;
  example?: unknown;
}

export interface Field {
  name: string;
  schema: Schema;
  required: boolean;
}

/** Own fields of a class's prototype, in the order of their declaration. */
const fieldsByPrototype = new WeakMap<object, Map<string, FieldPart[]>>();

/** Says something of a field. */
export function says(part: FieldPart): PropertyDecorator {
  return (prototype, name) => {
    const fields = fieldsByPrototype.get(prototype) ?? new Map<string, FieldPart[]>();
    fieldsByPrototype.set(prototype, fields);
    fields.set(String(name), [...(fields.get(String(name)) ?? []), part]);
  };
}

/** Makes schemas of classes; each class once, under its name. */
export class SchemaRegistry {
  readonly schemas: Record<string, Schema> = {};
  private readonly classes = new Map<string, SchemaClass>();

  /**
   * @param closed whether other members are refused, as of what callers send
   * @returns a reference to the class's schema
   * @throws Error where two classes have one name
   */
  refTo(schemaClass: SchemaClass, closed = false): Schema {
    const { name } = schemaClass;
    const known = this.classes.get(name);
    if (known !== undefined && known !== schemaClass)
      throw new Error(`Two classes of the API have the name ${name}; give one of them another`);
    if (known === undefined) {
      this.classes.set(name, schemaClass);
      this.schemas[name] = this.objectOf(this.fieldsOf(schemaClass, closed), closed);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** Views begin with what every record has, what callers send with what is most its own. */
  fieldsOf(schemaClass: SchemaClass, closed = false): Field[] {
    const parts = new Map<string, FieldPart[]>();
    const line = lineOf(schemaClass.prototype as object);
    for (const prototype of closed ? line.reverse() : line)
      for (const [name, own] of fieldsByPrototype.get(prototype) ?? [])
        parts.set(name, [...(parts.get(name) ?? []), ...own]);
    return [...parts].map(([name, own]) => ({
      name,
      schema: this.schemaOf(own, closed),
      required: !own.some(({ optional }) => optional),
    }));
  }

  private objectOf(fields: Field[], closed: boolean): Schema {
    const required = fields.filter((field) => field.required).map(({ name }) => name);
    return {
      type: 'object',
      properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
      ...(required.length > 0 ? { required } : {}),
      ...(closed ? { additionalProperties: false } : {}),
    };
  }

  private schemaOf(parts: FieldPart[], closed: boolean): Schema {
    const of = parts.find((part) => part.of !== undefined)?.of;
    const ofParts = parts.reduce<Schema>((whole, { schema }) => ({ ...whole, ...schema }), {});
    const value = of === undefined ? ofParts : this.refTo(of(), closed);
    const lists = parts.flatMap(({ list }) => list ?? []);
    const ofLists = lists.reduce<Schema>((whole, list) => ({ ...whole, ...list }), { type: 'array' });
    const whole = lists.length === 0 ? value : { ...ofLists, items: value };
    const description = parts.map((part) => part.description ?? '').filter((text) => text !== '');
    const examples = parts.flatMap(({ example }) => (example === undefined ? [] : [example]));
    return {
      ...(parts.some(({ nullable }) => nullable) ? orNull(whole) : whole),
      ...(description.length > 0 ? { description: description.join(' ') } : {}),
      ...(examples.length > 0 ? { examples } : {}),
    };
  }
}

function orNull(schema: Schema): Schema {
  if (schema.$ref !== undefined) return { anyOf: [schema, { type: 'null' }] };
  if (schema.type === undefined) return schema;
  return {
    ...schema,
    type: [schema.type, 'null'].flat(),
    ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
  };
}

/** The prototypes from the oldest ancestor's to its own. */
function lineOf(prototype: object): object[] {
  const parent = Object.getPrototypeOf(prototype) as object | null;
  return parent === null ? [prototype] : [...lineOf(parent), prototype];
}
