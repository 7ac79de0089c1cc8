// Our page inside a portal's page (decision 20). Placeholder of the protocol follows below.
