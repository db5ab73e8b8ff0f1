//! Writes X-rays to a folder: `cargo run --release -p codec --example xrays -- folder count [seed]`.

use std::{error::Error, fs, path::PathBuf, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let count: u32 = arguments.next().ok_or("how many?")?.parse()?;
    let seed = arguments.next().map_or(Ok(1), |seed| seed.parse())?;
    fs::create_dir_all(&folder)?;
    let (start, mut bytes) = (Instant::now(), 0);
    for number in 0..count {
        let file = codec::xray_jpeg(seed, number)?;
        bytes += file.len();
        fs::write(folder.join(format!("xray-{number:05}.jpg")), file)?;
    }
    let files = f64::from(count);
    println!(
        "{count} files of {:.0} KB, {:.0} ms each",
        bytes as f64 / 1e3 / files,
        start.elapsed().as_secs_f64() * 1e3 / files
    );
    Ok(())
}
