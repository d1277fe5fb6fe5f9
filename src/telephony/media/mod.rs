//! The live audio socket: Twilio Media Streams, both ways.
//!
//! [`protocol`] names the messages; [`inbound`] puts audio where its timestamp says; [`playout`] keeps what is sent a
//! small lead ahead of real time; [`engine`] joins them into one call, pure and stepped by 20 ms ticks; [`socket`] is the
//! shell of tasks and timers around it. [`ticket`] proves that a stream belongs to a call that we answered.

pub mod engine;
pub mod inbound;
pub mod playout;
pub mod protocol;
pub mod socket;
pub mod stage;
pub mod ticket;
