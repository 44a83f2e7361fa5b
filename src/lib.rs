//! The collector as a library, for its own tests and fuzz targets; users run the program.
//!
//! | module | what |
//! |---|---|
//! | [`config`] | the file and the environment, checked as a whole |
//! | [`cli`] | the subcommands |
//! | `app` | the collector put together: build, start, drain |
//! | `http` | SQL, health and metrics over HTTP |
//! | `logging` | log lines and panics |

mod app;
pub mod cli;
pub mod config;
mod http;
mod logging;
