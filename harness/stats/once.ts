/**
 * The same function, which works its result out once for each argument and then remembers it as long as that argument
 * lives. For pure functions of what nobody changes any more: a recording, a series of it. The check of a run with 168
 * trials asks for the same thousand masterships 168 times.
 */
export function once<Argument extends object, Result>(
  work: (argument: Argument) => Result,
): (argument: Argument) => Result {
  const results = new WeakMap<Argument, { result: Result }>();
  return (argument) => {
    const known = results.get(argument);
    if (known !== undefined) return known.result;
    const result = work(argument);
    results.set(argument, { result });
    return result;
  };
}
