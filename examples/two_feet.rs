//! Left against right: both feet of a session, each metric's sides and the balance with its error.

use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read;
use strideform::recording::Segment;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).map_or_else(strideform_examples::session, Into::into);
    let mut session = read::session(&folder, &read::ReadOptions::default())?;
    session.recordings.retain(|r| r.placement.segment == Segment::Foot);
    let analysis = analyze(&session, &AnalysisOptions::default());
    for id in ["contact_time", "duty_factor", "stride_time"] {
        if let Some(m) = analysis.metric(id)
            && let (Some(left), Some(right)) = (m.left, m.right)
        {
            println!("{id}: left {left:.3}, right {right:.3} {} (n = {})", m.unit, m.n);
        }
    }
    if let Some(balance) = analysis.metric("contact_time_balance") {
        let beyond = (balance.value - 50.0).abs() > balance.uncertainty;
        let verdict = if beyond { "beyond its error" } else { "within its error: no difference detected" };
        println!("balance: {:.1} ± {:.1} % left, {verdict}", balance.value, balance.uncertainty);
    }
    Ok(())
}
