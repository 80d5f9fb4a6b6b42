/**
 * Finds a fact about an object once, however often it is asked for: for indexes of a file that every stack or check needs.
 *
 * @param find must depend on nothing but the object, which doesn't change
 */
export function once<K extends object, T>(find: (key: K) => T): (key: K) => T {
  const found = new WeakMap<K, { readonly fact: T }>();
  return (key) => {
    const known = found.get(key);
    if (known) return known.fact;
    const fact = find(key);
    found.set(key, { fact });
    return fact;
  };
}
