/** The functions of the widget's server script, as its client script sees them. */
declare const Server: {
    readonly rpc: { loadState(): Promise<void>; sendDocument(): Promise<void> };
};

declare const window: {
    open(url: string, target: string, features: string): unknown;
};
