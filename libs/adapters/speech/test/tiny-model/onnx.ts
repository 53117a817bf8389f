import { bytes, concat, integer, message, text, type Field } from './protobuf.js';

/** Writes ONNX models (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) of a few operators, without any library. */
const elementTypes = { float: 1, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;
/** A number, or the name of a dimension that may vary. */
export type Dimension = number | string;

export interface OnnxModel {
  readonly metadata: Readonly<Record<string, string | number>>;
  readonly nodes: readonly Field[];
  readonly constants: readonly Field[];
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
}

export const value = (name: string, type: ElementType, shape: readonly Dimension[]): Field =>
  concat(
    text(1, name),
    message(
      2,
      message(
        1,
        integer(1, elementTypes[type]),
        message(2, ...shape.map((size) => message(1, typeof size === 'number' ? integer(1, size) : text(2, size)))),
      ),
    ),
  );

export const floats = (name: string, shape: readonly number[], values: readonly number[]): Field =>
  concat(
    ...shape.map((size) => integer(1, size)),
    integer(2, elementTypes.float),
    text(8, name),
    bytes(9, new Uint8Array(Float32Array.from(values).buffer)),
  );

export const int64s = (name: string, values: readonly number[]): Field =>
  concat(
    integer(1, values.length),
    integer(2, elementTypes.int64),
    text(8, name),
    bytes(9, new Uint8Array(BigInt64Array.from(values, BigInt).buffer)),
  );

const INT_ATTRIBUTE = 2;
const INTS_ATTRIBUTE = 7;
const attribute = (name: string, setting: number | readonly number[]): Field =>
  typeof setting === 'number'
    ? message(5, text(1, name), integer(3, setting), integer(20, INT_ATTRIBUTE))
    : message(5, text(1, name), ...setting.map((entry) => integer(8, entry)), integer(20, INTS_ATTRIBUTE));

export const node = (
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): Field =>
  concat(
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(3, `${operator}/${output}`),
    text(4, operator),
    ...Object.entries(attributes).map(([name, setting]) => attribute(name, setting)),
  );

export const encodeModel = (model: OnnxModel): Uint8Array =>
  concat(
    integer(1, 8),
    text(2, 'earshot tiny model'),
    message(
      7,
      ...model.nodes.map((entry) => bytes(1, entry)),
      text(2, 'graph'),
      ...model.constants.map((entry) => bytes(5, entry)),
      ...model.inputs.map((entry) => bytes(11, entry)),
      ...model.outputs.map((entry) => bytes(12, entry)),
    ),
    message(8, integer(2, 13)),
    ...Object.entries(model.metadata).map(([key, entry]) => message(14, text(1, key), text(2, String(entry)))),
  );
