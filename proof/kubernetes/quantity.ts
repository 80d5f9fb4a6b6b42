/** Kubernetes' quantities: `1Gi`, `250m`, `5e3`. */
const units: Readonly<Record<string, number>> = {
  "": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Undefined if the API server refuses it: apimachinery, pkg/api/resource/quantity.go. */
export function quantity(text: string): number | undefined {
  const found = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (!found) return undefined;
  const [, number, exponent, unit = ""] = found;
  return Number(number) * (exponent === undefined ? units[unit]! : 10 ** Number(exponent));
}
