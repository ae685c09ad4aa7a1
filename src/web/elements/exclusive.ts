// One tab at a time, where the browser can promise that; elsewhere each by itself, which costs requests and no truth.

export const exclusive = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks ? (navigator.locks.request(name, work) as Promise<T>) : work()
