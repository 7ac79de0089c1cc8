interface ContextData {
    document?: RefItem;
    user?: RefUser;
    instance_id?: string;
    days?: number;
    failed?: boolean;
    error?: string;
    error_code?: string;
    status_code?: string;
    status_text?: string;
    hub_document_id?: string;
    provider_document_id?: string;
    documents?: RefItem[];
    signer?: RefUser;
    wait_final?: boolean;
    with_answer?: boolean;
}
