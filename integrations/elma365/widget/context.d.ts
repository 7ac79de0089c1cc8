interface ContextData {
    document?: RefItem;
    state?: string;
    state_title?: string;
    reason?: string;
    can_send?: boolean;
    url?: string;
}
