/**
 * What looks like an array of so many items, of which each is made when it is asked for: looking twice gives two equal
 * ones. It cannot be changed.
 */
export function lazyList<T>(length: number, itemAt: (index: number) => T): readonly T[] {
  const indexOf = (key: string | symbol): number | null => {
    const index = typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : length;
    return index < length ? index : null;
  };
  const target: T[] = [];
  return new Proxy(target, {
    get(_, key, receiver) {
      const index = indexOf(key);
      if (index !== null) return itemAt(index);
      return key === 'length' ? length : Reflect.get(target, key, receiver);
    },
    has: (_, key) => indexOf(key) !== null || Reflect.has(target, key),
    ownKeys: () => [...Array.from({ length }, (_, index) => String(index)), 'length'],
    getOwnPropertyDescriptor(_, key) {
      const index = indexOf(key);
      if (index !== null) return { value: itemAt(index), writable: true, enumerable: true, configurable: true };
      // That of the target itself, which may not be told otherwise but for its value.
      return key === 'length' ? { value: length, writable: true, enumerable: false, configurable: false } : undefined;
    },
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}
