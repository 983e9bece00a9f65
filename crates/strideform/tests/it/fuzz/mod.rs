//! What the fuzz targets do, over the exports of the repository and over damaged copies of them: the same functions as
//! in `fuzz/`, without coverage to lead them and without sanitizer, so that every gate can afford them.

#[cfg(feature = "columnar")]
mod columnar;
mod csv;
mod damage;
mod faults;
#[cfg(feature = "fit")]
mod fit;
mod gz;
mod seeds;
mod session;
mod whole;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A target: its name, and what it does with bytes.
type Target = (&'static str, fn(&[u8]));

fn targets() -> Vec<Target> {
    vec![
        ("csv", csv::run as fn(&[u8])),
        ("session", session::run),
        ("faults", faults::run),
        #[cfg(feature = "fit")]
        ("fit", fit::run),
        #[cfg(feature = "columnar")]
        ("columnar", columnar::run),
        ("gz", gz::run),
        ("whole", whole::run),
    ]
}

/// Every seed as it is, then damaged copies: the same copies in the same order every time, on any machine.
fn tried(name: &str, tries: usize) {
    let run = targets().into_iter().find(|(n, _)| *n == name).expect("a target").1;
    let seeds = seeds::of(name);
    assert!(!seeds.is_empty(), "no seeds for {name}");
    for (_, bytes) in &seeds {
        run(bytes);
    }
    let mut rng = StdRng::seed_from_u64(1);
    for tried in 0..tries {
        let mut pick = || seeds.get(rng.random_range(0..seeds.len())).map_or(&[][..], |s| s.1.as_slice());
        let (seed, other) = (pick(), pick());
        let bytes = damage::damaged(seed, other, &mut rng);
        if let Err(panic) = std::panic::catch_unwind(|| run(&bytes)) {
            let kept = std::env::temp_dir().join(format!("strideform-{name}-{tried}"));
            std::fs::write(&kept, &bytes).expect("written");
            eprintln!("try {tried} of {name} is kept as {}", kept.display());
            std::panic::resume_unwind(panic);
        }
    }
}

// Numbers of tries: *chosen* so that each target takes two to three seconds of one core.

#[cfg(feature = "columnar")]
#[test]
fn columnar_files() {
    tried("columnar", 3000);
}

#[test]
fn csv_tables() {
    tried("csv", 3000);
}

#[test]
fn sessions() {
    tried("session", 2000);
}

#[test]
fn tables_of_rules() {
    tried("faults", 5000);
}

#[cfg(feature = "fit")]
#[test]
fn fit_files() {
    tried("fit", 6000);
}

#[test]
fn compressed_bytes() {
    tried("gz", 2500);
}

#[test]
fn whole_analyses() {
    tried("whole", 700);
}

/// Writes the seeds for `scripts/fuzz` where it asks for them.
#[test]
fn seeds_are_written_where_asked() {
    let Some(folder) = std::env::var_os("STRIDEFORM_SEEDS") else { return };
    for (name, _) in targets() {
        let folder = std::path::Path::new(&folder).join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        for (seed, bytes) in seeds::of(name) {
            std::fs::write(folder.join(seed), bytes).expect("a seed");
        }
    }
}
