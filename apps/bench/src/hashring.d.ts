/** The part of hashring that is used; it brings no types. */
declare module 'hashring' {
  export default class HashRing {
    constructor(servers: readonly string[]);
    get(key: string): string;
  }
}
