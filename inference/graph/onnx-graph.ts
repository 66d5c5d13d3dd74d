import onnxProto, { type onnx as Onnx } from 'onnx-proto';

const { onnx } = onnxProto;

export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly uint8: number };
export type ElementType = 'float' | 'float16' | 'int64' | 'int32' | 'int8' | 'uint8';

/** Where an initialiser's bytes lie in the weights file beside the graph. */
export interface ExternalBytes {
  readonly offset: number;
  readonly byteLength: number;
}

const ELEMENT_TYPES: Readonly<Record<ElementType, number>> = {
  float: onnx.TensorProto.DataType.FLOAT,
  int64: onnx.TensorProto.DataType.INT64,
  int32: onnx.TensorProto.DataType.INT32,
  float16: onnx.TensorProto.DataType.FLOAT16,
  int8: onnx.TensorProto.DataType.INT8,
  uint8: onnx.TensorProto.DataType.UINT8,
};

/** ONNX 17 is the first with LayerNormalization; IR 8 is what onnx-proto 8 describes. */
const OPSET = 17;
const IR_VERSION = 8;
const CONTRIB_DOMAIN = 'com.microsoft';

/** Collects nodes and initialisers in order and serialises them; values are named by strings, as in ONNX. */
export class OnnxGraph {
  private readonly nodes: Onnx.INodeProto[] = [];
  private readonly initializers: Onnx.ITensorProto[] = [];
  private readonly inputs: Onnx.IValueInfoProto[] = [];
  private readonly outputs: Onnx.IValueInfoProto[] = [];
  private readonly constants = new Map<string, string>();
  private valueCount = 0;

  constructor(private readonly weightsFileName: string) {}

  /** A graph input; a string dimension is symbolic. */
  input(name: string, type: ElementType, shape: readonly (string | number)[]): string {
    this.inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(name: string, type: ElementType, shape: readonly (string | number)[]): void {
    this.outputs.push(valueInfo(name, type, shape));
  }

  /** A node with one output of the standard operator set. */
  add(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    output?: string,
  ): string {
    return this.append(op, '', inputs, attributes, output);
  }

  /** The element type as an attribute of Cast and its like. */
  static typeCode(type: ElementType): number {
    return ELEMENT_TYPES[type];
  }

  /** A node with one output of ONNX Runtime's own operators. */
  addContrib(op: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeValue>> = {}): string {
    return this.append(op, CONTRIB_DOMAIN, inputs, attributes);
  }

  /** A small int64 constant kept inside the graph; equal constants are stored once. */
  int64(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.constant('int64', BigInt64Array.from(values, BigInt), shape);
  }

  float(value: number): string {
    return this.constant('float', Float32Array.of(value), []);
  }

  uint8(value: number): string {
    return this.constant('uint8', Uint8Array.of(value), []);
  }

  external(name: string, type: ElementType, shape: readonly number[], bytes: ExternalBytes): string {
    this.initializers.push({
      name,
      dims: [...shape],
      dataType: ELEMENT_TYPES[type],
      dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: [
        { key: 'location', value: this.weightsFileName },
        { key: 'offset', value: String(bytes.offset) },
        { key: 'length', value: String(bytes.byteLength) },
      ],
    });
    return name;
  }

  serialize(): Uint8Array {
    return onnx.ModelProto.encode({
      irVersion: IR_VERSION,
      producerName: 'winnow',
      opsetImport: [
        { domain: '', version: OPSET },
        { domain: CONTRIB_DOMAIN, version: 1 },
      ],
      graph: {
        name: 'modernbert',
        node: this.nodes,
        initializer: this.initializers,
        input: this.inputs,
        output: this.outputs,
      },
    }).finish();
  }

  private constant(
    type: ElementType,
    values: BigInt64Array | Float32Array | Uint8Array,
    shape: readonly number[],
  ): string {
    const key = `${type} ${shape.join('x')}: ${values.join(',')}`;
    const known = this.constants.get(key);
    if (known) return known;
    const name = `const_${this.constants.size}`;
    this.initializers.push({
      name,
      dims: [...shape],
      dataType: ELEMENT_TYPES[type],
      rawData: Buffer.from(values.buffer),
    });
    this.constants.set(key, name);
    return name;
  }

  private append(
    op: string,
    domain: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>>,
    output?: string,
  ): string {
    const name = output ?? `${op}_${this.valueCount++}`;
    this.nodes.push({
      name,
      opType: op,
      domain,
      input: [...inputs],
      output: [name],
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    });
    return name;
  }
}

function attribute(name: string, value: AttributeValue): Onnx.IAttributeProto {
  const types = onnx.AttributeProto.AttributeType;
  if (typeof value === 'number') return { name, type: types.INT, i: value };
  if (typeof value === 'string') return { name, type: types.STRING, s: Buffer.from(value) };
  if ('uint8' in value) {
    const t = { dims: [1], dataType: ELEMENT_TYPES.uint8, rawData: Buffer.of(value.uint8) };
    return { name, type: types.TENSOR, t };
  }
  if ('float' in value) return { name, type: types.FLOAT, f: value.float };
  return { name, type: types.INTS, ints: [...value] };
}

function valueInfo(name: string, type: ElementType, shape: readonly (string | number)[]): Onnx.IValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[type], shape: { dim } } } };
}
