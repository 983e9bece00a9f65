//! `strideform simulate --out DIR`: a virtual run with its ground truth, as a session that `analyze` reads.

mod faults;
mod write;

use strideform_virtual::{Params, SensorFaults, SensorSpec, VirtualRun, random_attitude};

use crate::cli::SimulateArgs;
use crate::exit::{Failure, Outcome};
use crate::output;

/// The sensors when no `--placement` is given.
const DEFAULT_PLACEMENTS: [&str; 5] = ["foot-left", "foot-right", "shank-left", "shank-right", "pelvis"];

/// Simulates the run and writes the folder.
pub(crate) fn run(args: &SimulateArgs) -> Outcome {
    let folder = write::Folder::check(&args.out)?;
    let params = params(args)?;
    let run = VirtualRun::new(params).map_err(|impossible| {
        Failure::Usage(format!("this run is physically impossible: {impossible}; change one of the values"))
    })?;
    let mut sensors = Vec::new();
    let requested: Vec<String> = args.placement.iter().flat_map(|p| &p.0).map(ToString::to_string).collect();
    let wanted =
        if requested.is_empty() { DEFAULT_PLACEMENTS.map(str::to_owned).to_vec() } else { requested };
    for (i, placement) in wanted.iter().enumerate() {
        let spec = SensorSpec::named(placement)
            .ok_or_else(|| Failure::Usage(format!("there is no virtual sensor at {placement}")))?;
        let seed = args.seed.wrapping_mul(64).wrapping_add(i as u64);
        let faults = if args.perfect { SensorFaults::default() } else { SensorFaults::cheap(seed) };
        let spec = spec.rate(args.rate).with(faults);
        sensors.push(if args.perfect { spec } else { spec.turned(random_attitude(seed)) });
    }
    folder.write(&run, &sensors)?;
    let seconds = strideform_render::text::duration(run.seconds());
    output::print(&format!(
        "{}: {} sensors, {seconds}, {} running steps with ground truth\n\
         analyze it with: strideform analyze {}\n",
        args.out.display(),
        sensors.len(),
        run.contacts().len(),
        args.out.display()
    ))
}

fn params(args: &SimulateArgs) -> Result<Params, Failure> {
    let mut params = match args.person {
        Some(person) => Params::drawn(person, args.speed),
        None => Params { speed_mps: args.speed, ..Params::default() },
    };
    params.seed = args.seed;
    params.seconds = args.seconds;
    if let Some(cadence) = args.cadence {
        params.cadence_spm = cadence;
    }
    if let Some(contact) = args.contact_time {
        params.contact_s = [contact; 2];
    }
    if let Some(strike) = args.strike_angle {
        params.strike_angle_deg = [strike; 2];
    }
    if let Some(height) = args.height {
        params.body.height_m = height / 100.0;
    }
    params.body.mass_kg = args.mass;
    for fault in &args.fault {
        faults::apply(fault, &mut params).map_err(Failure::Usage)?;
    }
    Ok(params)
}
