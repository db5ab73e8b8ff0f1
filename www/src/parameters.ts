// Parameter values: filled in, compared, put into words. Used by the form and by the state alike.

import type { KernelInfo, ParamInfo, ParamValue, ParamValues } from './generated/model.js';

export function defaultValue({ kind }: ParamInfo): ParamValue {
  return kind.type === 'choice' ? (kind.choices[0]?.name ?? '') : kind.default;
}

const TYPES: Record<ParamInfo['kind']['type'], (value: ParamValue) => boolean> = {
  number: (value) => typeof value === 'number',
  choice: (value) => typeof value === 'string',
  pair: (value) => Array.isArray(value) && value.length === 2,
};

/** A value for every parameter: the given one where it has the right type, else the default. */
export function complete(info: KernelInfo, given: ParamValues): ParamValues {
  const value = (param: ParamInfo): ParamValue => {
    const given_ = given[param.name];
    return given_ !== undefined && TYPES[param.kind.type](given_) ? given_ : defaultValue(param);
  };
  return Object.fromEntries(info.params.map((param) => [param.name, value(param)]));
}

/** Whether two complete sets of values are the same. */
export function sameValues(a: ParamValues, b: ParamValues): boolean {
  // As text, so that pairs are compared by what they hold.
  return Object.keys({ ...a, ...b }).every((name) => String(a[name]) === String(b[name]));
}

/** More values than these are told by the name of their preset, or by what differs from the defaults. */
const MOST_WORDS = 4;

/** The values as a visitor reads them: "5 px", or with names where there are several: "Width 64 px, Height 64 px". */
export function inWords(info: KernelInfo, given: ParamValues): string {
  const values = complete(info, given);
  const word = ({ name, kind }: ParamInfo): string => {
    const value = values[name];
    if (kind.type === 'choice') return kind.choices.find((choice) => choice.name === value)?.label ?? String(value);
    const numbers = [value].flat().map((number) => Number(number).toLocaleString('en-GB'));
    return `${numbers.join(' × ')}${kind.unit ? `\u00a0${kind.unit}` : ''}`;
  };
  const [only, ...others] = info.params;
  if (only && others.length === 0) return word(only);
  if (info.params.length > MOST_WORDS) {
    const preset = info.presets.find(({ params }) => sameValues(complete(info, params), values));
    if (preset) return preset.label;
  }
  const told =
    info.params.length > MOST_WORDS
      ? info.params.filter((param) => String(values[param.name]) !== String(defaultValue(param)))
      : info.params;
  return told.map((param) => `${param.label} ${word(param)}`).join(', ');
}
