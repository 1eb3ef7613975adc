//! The `fursa` command. Everything it does is in the library; this file only starts it.

use std::process::ExitCode;

/// A page is thousands of small texts: the system's allocator took a sixth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    fursa::cli::run()
}
