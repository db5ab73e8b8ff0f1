// Parameter values: filled in, compared, put into words. Used by the form and by the state alike.

import type { KernelInfo, ParamInfo, ParamValue, ParamValues } from './generated/model.js';

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

/** The values as a visitor reads them: "5 px", or with names where there are several: "Width 64 px, Height 64 px". */
export function inWords(info: KernelInfo, given: ParamValues): string {
  const values = complete(info, given);
  const word = ({ name, kind }: ParamInfo): string => {
    const value = values[name];
    if (kind.type === 'choice') return kind.choices.find((choice) => choice.name === value)?.label ?? String(value);
    return `${Number(value).toLocaleString('en-GB')}${kind.unit ? `\u00a0${kind.unit}` : ''}`;
  };
  const [only, ...others] = info.params;
  if (only && others.length === 0) return word(only);
  return info.params.map((param) => `${param.label} ${word(param)}`).join(', ');
}
