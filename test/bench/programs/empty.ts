// Does nothing.
export {};
