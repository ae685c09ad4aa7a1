// What the body of an audience event says beside its columns: facts as `name=value`, one space between two, in the
// order of their names, so that equal facts are equal bytes. A register's revision is one: `rev=12`.

/** The body that says these facts; empty where there are none. Names are small letters, values have no spaces. */
export const factsBody = (facts: Readonly<Record<string, string | number>>): string =>
  Object.keys(facts)
    .sort()
    .map((name) => `${name}=${facts[name]}`)
    .join(' ')

export const findFact = (body: string, name: string): string | undefined =>
  body
    .split(' ')
    .find((fact) => fact.startsWith(`${name}=`))
    ?.slice(name.length + 1)
