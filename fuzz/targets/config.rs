//! Any text as a configuration file, with any text as an environment variable: never a panic, always either a
//! configuration or at least one mistake, and a configuration that is printed reads back as the same.
#![no_main]

#[expect(dead_code, unused_imports, reason = "a part of the program, taken in as source")]
#[path = "../../src/config/mod.rs"]
mod config;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: (&str, &str, &str)| {
    let (text, name, value) = data;
    let variable = (format!("{}{name}", config::ENV_PREFIX), value.to_owned());
    match config::load_text("fuzz.toml", text, [variable]) {
        Ok(loaded) => {
            let printed = config::print(&loaded.config).expect("a configuration can be printed");
            // Hidden secrets read back as what is shown in their place.
            let again = config::load_text("printed.toml", &printed, []).expect("what is printed is right");
            assert_eq!(config::print(&again.config).as_deref(), Ok(printed.as_str()));
        }
        Err(mistakes) => assert!(!mistakes.0.is_empty()),
    }
});
