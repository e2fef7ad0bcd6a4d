/** The part of the WebAssembly JavaScript interface that docrows uses: TypeScript declares it for browsers only. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    readonly buffer: SharedArrayBuffer;
    constructor(descriptor: { initial: number; maximum: number; shared: true });
    /** Throws RangeError where the maximum or the system does not allow it. */
    grow(pages: number): number;
  }
  class Instance {
    readonly exports: Readonly<Record<string, unknown>>;
    constructor(module: Module, imports: { env: { memory: Memory } });
  }
}
