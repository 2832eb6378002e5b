const LOOK_AGAIN_MS = 20

/** Reads again until it is as awaited (without a second argument: until it is true); a test that waits for ever is ended by its own time-out. */
export function until<T, U extends T>(read: () => T | Promise<T>, done: (value: T) => value is U): Promise<U>
export function until<T>(read: () => T | Promise<T>, done?: (value: T) => boolean): Promise<T>
export async function until<T>(read: () => T | Promise<T>, done: (value: T) => boolean = Boolean): Promise<T> {
  for (;;) {
    const value = await read()
    if (done(value)) return value
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}
