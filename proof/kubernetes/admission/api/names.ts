/** Names that the API server accepts: apimachinery, pkg/util/validation. */
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/** For containers, volumes and namespaces. */
export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && label.test(name);
}

/** For most objects. The random suffix of `generateName` is always valid. */
export function isDnsSubdomain(name: string): boolean {
  const whole = name.replace(/-?\*/, "x");
  return whole.length <= 253 && whole.split(".").every((part) => label.test(part));
}

export function isLabelValue(value: string): boolean {
  return value.length <= 63 && labelValue.test(value);
}

/** Keys of labels and annotations: `app`, `app.kubernetes.io/name`. */
export function isQualifiedName(key: string): boolean {
  const [name = "", prefix, ...more] = key.split("/").reverse();
  if (more.length > 0 || name.length > 63 || !/^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name)) return false;
  return prefix === undefined || isDnsSubdomain(prefix);
}
