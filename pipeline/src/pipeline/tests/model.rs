//! Random histories: what was acknowledged is in the lake exactly once, whatever crashed or failed on the way.

use proptest::prelude::*;

use super::*;
use crate::testing::Fault;

#[derive(Clone, Debug)]
enum Step {
    /// So many requests at once, each of so many rows.
    Submit(usize, usize),
    Flush,
    Fault(Fault),
    /// Crash and restart with so many shards; a commit may be under way.
    Crash(usize, bool),
    /// Crash, and for each a start with so many shards that takes so many requests before it sees the ledger; only the
    /// last sees it.
    Early(Vec<(usize, usize)>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (1..6_usize, 1..4_usize).prop_map(|(requests, rows)| Step::Submit(requests, rows)),
        2 => Just(Step::Flush),
        1 => Just(Step::Fault(Fault::Away)),
        1 => Just(Step::Fault(Fault::AnswerLost)),
        2 => (1..4_usize, any::<bool>()).prop_map(|(shards, committing)| Step::Crash(shards, committing)),
        2 => proptest::collection::vec((1..4_usize, 0..4_usize), 1..4).prop_map(Step::Early),
    ];
    proptest::collection::vec(step, 1..16)
}

/// Sends so many requests at once, each of so many rows; gives the rows.
async fn send(ingest: &Arc<dyn Ingest>, name: &str, requests: usize, rows: usize) -> Vec<String> {
    let bodies: Vec<Vec<_>> =
        (0..requests).map(|r| (0..rows).map(|row| format!("{name}-{r}-{row}")).collect()).collect();
    let answers = bodies.iter().map(|ids| ingest.submit(request(&ids.join(","))));
    for answer in futures::future::join_all(answers).await {
        answer.unwrap();
    }
    bodies.concat()
}

async fn run(steps: Vec<Step>, flush_bytes: usize) -> (Vec<String>, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    let lake = Arc::new(MemoryLake::default());
    let mut config = PipelineConfig { flush_bytes, ..config(dir.path()) };
    let mut pipeline = open(&config, &lake).await;
    let mut acknowledged = Vec::new();
    for (n, step) in steps.into_iter().enumerate() {
        match step {
            Step::Submit(requests, rows) => {
                acknowledged.extend(send(&pipeline.ingest(), &format!("{n:02}"), requests, rows).await);
            }
            Step::Flush => pipeline.flush().await.unwrap(),
            Step::Fault(fault) => lake.fail_next(fault),
            Step::Crash(shards, committing) => {
                if committing {
                    tokio::select! {
                        biased;
                        _ = pipeline.flush() => {}
                        () = tokio::task::yield_now() => {}
                    }
                }
                pipeline.crash().await;
                config.shards = shards;
                pipeline = open(&config, &lake).await;
            }
            Step::Early(starts) => {
                pipeline.crash().await;
                let mut last = None;
                for (start, (shards, requests)) in starts.into_iter().enumerate() {
                    config.shards = shards;
                    // The one before is gone as one that was killed.
                    drop(last.take());
                    last = intake::intake(&config, false).await;
                    if let Some(early) = &last {
                        acknowledged.extend(send(&early.ingest(), &format!("{n:02}-{start}"), requests, 2).await);
                    }
                }
                pipeline = match last {
                    Some(early) => intake::start_on(early, &lake).await.unwrap(),
                    None => open(&config, &lake).await,
                };
            }
        }
    }
    pipeline.shutdown().await.unwrap();
    acknowledged.sort();
    (acknowledged, lake.sorted_ids())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn exactly_once(steps in steps(), flush_bytes in prop_oneof![Just(1_usize), Just(7), Just(1 << 20)]) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (acknowledged, stored) = runtime.block_on(run(steps, flush_bytes));
        prop_assert_eq!(stored, acknowledged);
    }
}
