"""Protobuf messages of the Диадок API.

The `.proto` files are written from the published field tables; `make wire` compiles them. Field names and
numbers are those of the service. Two things differ, and neither is seen on the wire: everything lies in one
package, so the few names used twice carry the name of their group (`DocflowEntity`, `AdminDepartment`), and
the values of each enumeration stand in a message of its name (`LockMode.Full`, type `LockMode.Value`).
"""
