/** What the page says of a kernel's shape, and how it fills in what a visitor left out. */
import type { KernelInfo, ParamInfo, ParamValue, ParamValues, Shape } from '../generated/model.js';

export const SHAPES: Record<Shape, { readonly word: string; readonly meaning: string }> = {
  point: {
    word: 'each pixel alone',
    meaning:
      'No pixel looks at another. There is little work for every byte, so memory sets the pace, not the threads.',
  },
  stencil: {
    word: 'pixels and their neighbours',
    meaning: 'Each pixel is made from those around it. There is plenty of work, and bands of rows can be done apart.',
  },
  geometry: {
    word: 'rows from elsewhere',
    meaning: 'Each row is made from other rows of the picture. How far it must reach decides how much memory is read.',
  },
  uneven: {
    word: 'uneven rows',
    meaning: 'Some rows take far longer than others. Threads wait for the slowest, unless the work is dealt out well.',
  },
};

export function defaultValue({ kind }: ParamInfo): ParamValue {
  return kind.type === 'number' ? kind.default : (kind.choices[0]?.name ?? '');
}

/** A value for every parameter: the given one where it has the right type, else the default. */
export function complete(info: KernelInfo, given: ParamValues): ParamValues {
  const value = (param: ParamInfo): ParamValue => {
    const given_ = given[param.name];
    const fits = typeof given_ === (param.kind.type === 'number' ? 'number' : 'string');
    return fits && given_ !== undefined ? given_ : defaultValue(param);
  };
  return Object.fromEntries(info.params.map((param) => [param.name, value(param)]));
}

/** Whether two complete sets of values are the same. */
export function sameValues(a: ParamValues, b: ParamValues): boolean {
  return Object.keys({ ...a, ...b }).every((name) => a[name] === b[name]);
}
