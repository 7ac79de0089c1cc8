"""The channel of Диадок, the operator of Контур: packages go out and come in through its HTTP API."""
