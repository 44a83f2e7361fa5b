//! The collector as a library, for its own tests and fuzz targets; users run the program.
//!
//! | module | what |
//! |---|---|
//! | [`config`] | the file and the environment, checked as a whole |
//! | [`cli`] | the subcommands |

pub mod cli;
pub mod config;
