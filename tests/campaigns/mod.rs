//! Campaigns at work: killed, run at once, and beside others who write.

mod kills;
