//! The command `toasters`: the same kernels natively, on files and against the clock.
//!
//! It is a shell around the crates that the page uses: `kernels` lists and runs, `codec` reads and writes files, `measure`
//! designs experiments, orders their rounds and reads their times, `charts` draws what came of them. No pixel is computed here.
//!
//! Results go to standard output. What goes wrong goes to standard error as one line, with the exit code 2 where the
//! arguments are at fault and 1 where the world is ([`Failure`]).

mod arguments;
mod batch;
mod bench;
mod ceiling;
mod chart;
mod clock;
mod experiment;
mod failure;
mod files;
mod job;
mod lines;
mod list;
mod machine;
mod render;
mod run;
mod say;
mod table;

use std::panic;
use std::process::ExitCode;

use arguments::Command;
use failure::Failure;

fn main() -> ExitCode {
    // A panic is a mistake of ours. It still ends in one line; the thread's name and a backtrace would help nobody here.
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let words = info.payload_as_str().unwrap_or("no reason given");
        eprintln!(
            "{}",
            failure::line(&format!("This is a mistake in the program ({words}, {place}). Please report it."))
        );
    }));
    match panic::catch_unwind(start) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(failure)) => {
            eprintln!("{}", failure::line(failure.sentence()));
            ExitCode::from(failure.code())
        }
        Err(_) => ExitCode::from(failure::WORLD),
    }
}

fn start() -> Result<(), Failure> {
    match arguments::parse(lexopt::Parser::from_env())? {
        Command::Help => say::out(arguments::HELP),
        Command::Kernels { json } => list::list(json),
        Command::Render(render) => render::render(&render),
        Command::Bench(bench) => bench::bench(&bench),
        Command::Run(run) => run::run(run),
        Command::Chart(chart) => chart::chart(&chart),
        Command::Xrays(xrays) => batch::xrays(&xrays),
        Command::Batch(asked) => batch::batch(&asked),
    }
}
