//! What can go wrong, sorted by whose fault it is.

/// The exit code for arguments that can't be followed.
const ARGUMENTS: u8 = 2;

/// The exit code for files, memory and threads that are not to be had.
pub const WORLD: u8 = 1;

/// Why the command stopped. The text is one sentence, with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The arguments can't be followed, whatever the files are.
    Arguments(String),
    /// A file, the memory or the system is at fault.
    World(String),
}

impl Failure {
    /// The arguments are at fault.
    pub fn arguments(sentence: impl ToString) -> Self {
        Self::Arguments(sentence.to_string())
    }

    /// The world is at fault.
    pub fn world(sentence: impl ToString) -> Self {
        Self::World(sentence.to_string())
    }

    /// The process's exit code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Arguments(_) => ARGUMENTS,
            Self::World(_) => WORLD,
        }
    }

    /// What to tell.
    pub fn sentence(&self) -> &str {
        let (Self::Arguments(sentence) | Self::World(sentence)) = self;
        sentence
    }
}

/// The one line that standard error gets. File names, and what other programs say, may hold line breaks.
pub fn line(sentence: &str) -> String {
    format!("toasters: {}", sentence.replace(char::is_control, " "))
}
