//! Capacity: what one file and one PostgreSQL server carry, what more machines change, and what breaks first.
//!
//! Figures are of one machine with two cores (2026-12-01), and come with the command that makes them again. They
//! are worth something beside each other, not by themselves.
//!
//! # What was measured
//!
//! | | a file | a server on the same machine | made by |
//! |---|---|---|---|
//! | changes, four processes, each its own | 463 a second | 83 a second | `tests/bench/capacity.py [ADDRESS]` |
//! | decisions, four processes, each its own | 741 a second | 175 a second | the same |
//! | 1,000 members in one batch | 0.04 s | 1.3 s | the same |
//! | messages imported from a webhook log | 48,700 a second | 1,440 a second | the same |
//! | an empty workspace | one file | 126 tables and indexes, 864 KiB | the same |
//! | a page of 1,000,000 chats, each role | `tests/bench/chats.py` holds it beside the `sqlite3` shell | 0.4 to 0.7 of `psql` with the query by hand | `tests/bench/server.py ADDRESS` |
//! | `can` | | 2.9 times the file's | the same |
//! | 1,000,000 chats, contacts and messages brought to the server | | 48 s | the same |
//!
//! # One file or one server
//!
//! A file is faster at everything but being shared: one writer at a time, on one machine, with no round trips. It
//! ends where the machine ends. A server is for who wants failover, backups and reports with everything else that
//! they run there. Each workspace still has one writer at a time, who holds its row in `one_writer`: workspaces
//! don't wait for each other. What costs there is round trips: a decision takes one, a page at most three and a
//! change at most twenty (`tests/server/round_trips.rs`), whatever the size of the workspace. Imports and batches
//! still take some for each row: over a slow network they are better made into a file, which is moved.
//!
//! # Workspaces over several machines
//!
//! A workspace is one schema, and nothing reads from two of them. So a thousand workspaces are spread by giving
//! each its address; nothing else is needed. With schema-based sharding, Citus keeps a schema on one node and moves
//! it as a whole: transactions, foreign keys and triggers stay on that node. `CREATE SCHEMA` and the tables in it
//! become distributed calls, so a new workspace takes longer; the row of `one_writer` is locked where the schema
//! lies. `YugabyteDB` spreads rows instead: a transaction of one workspace meets several nodes, every unique index
//! and reference is a call over the network, and `SELECT … FOR UPDATE` on one row makes it the hot one. There the
//! tables of a workspace belong in one colocated database. Neither has been tried with this program.
//!
//! # What breaks first
//!
//! With a thousand workspaces on one server, the catalog: each brings over a hundred tables and indexes, which a
//! connection reads about once it uses them, and which every dump and every autovacuum walks. Then connections:
//! each run of the program is one. A pool that hands a session out for one transaction at a time loses the
//! settings that a connection begins with, so it must pool whole sessions.
//!
//! With a hundred million messages in one workspace: in a file, what rewrites it as a whole, such as `backup`, a
//! restore and the purge after an erasure; in both, what reads all chats or all messages, such as `leaks`,
//! `doctor` and the effects of a change of rights, which grow with the chats. Pages, decisions and single changes
//! don't: they read along indexes. On a server, vacuum of the message table and its index of words.
