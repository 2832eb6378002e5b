export interface Answer {
  status: number
  headers: Headers
  body: { [field: string]: unknown }
  text: string
}

/** Asks under a key; the body is JSON unless it is a form. */
export type AskWithKey = (key: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** Asks the API at an address. */
export const askAt =
  (url: string): AskWithKey =>
  async (key, method, path, body, headers = {}) => {
    const form = body instanceof FormData
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : {} }
  }
