/**
 * What the scripts of this module use of ELMA365's SDK (https://tssdk.elma365.com), and nothing more: enough to
 * check them outside the platform. Not pasted into the designer, which has declarations of its own: scripts name no
 * type from here except FetchRequest, HttpApiRequest and HttpResponse, which are the SDK's.
 */

/** A reference to an item of an application: `Context.data.x` of the types «Приложение», «Произвольное приложение». */
interface RefItem {
    readonly namespace: string;
    readonly code: string;
    readonly id: string;
}

/** A reference to a user: `Context.data.x` of the type «Пользователи». */
interface RefUser {
    readonly id: string;
}

/** A value of the type «Категория». */
interface Variant {
    readonly code: string;
    readonly name: string;
}

/** The variables of one script; its `context.d.ts` says which. */
interface ContextData {}

declare const Context: { readonly data: ContextData };

declare const Namespace: {
    /** What an administrator wrote into the parameters of the module. */
    readonly params: { readonly data: { readonly hub_url?: string; readonly hub_token?: string } };
    /** Values the module keeps between calls. */
    readonly storage: {
        getItem(key: string): Promise<string | null | undefined>;
        setItem(key: string, value: string): Promise<void>;
    };
};

interface UserItem {
    readonly id: string;
}

interface UserGroupItem {
    users(): Promise<UserItem[]>;
}

interface Condition {}

interface UserGroupSearch {
    where(condition: (fields: { readonly code: { eq(value: string): Condition } }) => Condition): UserGroupSearch;
    first(): Promise<UserGroupItem | undefined>;
}

declare const System: {
    readonly users: { getCurrentUser(): Promise<UserItem> };
    readonly userGroups: { search(): UserGroupSearch };
};

interface FetchRequest {
    method?: string;
    headers?: Record<string, string>;
    body?: string;
}

interface FetchResponse {
    readonly ok: boolean;
    readonly status: number;
    text(): Promise<string>;
}

declare function fetch(url: string, request?: FetchRequest): Promise<FetchResponse>;

/** A call of a method of the module's API. */
interface HttpApiRequest {
    readonly method: string;
    readonly body?: any;
}

declare class HttpResponse {
    constructor(status?: number);
    status(code: number): HttpResponse;
    json(value: object): HttpResponse;
}
