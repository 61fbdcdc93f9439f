//! The whole table of steps, and random histories.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

/// The whole table: what each step does to a template that stands so.
#[test]
fn every_step_from_every_standing() {
    use Live::{Approved, Paused};
    use Next::{Draft, Rejected, Submitted};
    let stays = Ok(Move::Stays);
    let expected = |step, live, next| match (step, live, next) {
        (Step::Edit, _, None) => Ok(Move::AddsNext),
        (Step::Edit, _, Some(Submitted)) => Err(Unfit::UnderReview),
        (Step::Edit, _, Some(_)) => Ok(Move::RewritesNext),
        (Step::Submit, _, Some(Draft)) => Ok(Move::Next(Status::Submitted)),
        (Step::Submit, _, Some(Submitted))
        | (Step::Approve, Some(Approved), None | Some(Draft | Rejected))
        | (Step::Reject, _, Some(Rejected))
        | (Step::Pause, Some(Paused), _) => stays,
        (Step::Submit, _, Some(Rejected)) => Err(Unfit::TurnedDown),
        (Step::Submit, _, None) => Err(Unfit::NothingToSubmit),
        (Step::Approve, _, Some(Submitted)) | (Step::Approve, None, Some(Rejected)) => {
            Ok(Move::GoesLive)
        }
        (Step::Approve, Some(Paused), _) => Ok(Move::Live(Status::Approved)),
        (Step::Reject, _, Some(Submitted)) => Ok(Move::Next(Status::Rejected)),
        (Step::Reject, Some(_), _) => Ok(Move::Live(Status::Rejected)),
        (Step::Approve | Step::Reject, None, _) => Err(Unfit::NotSubmitted),
        (Step::Pause, Some(Approved), _) => Ok(Move::Live(Status::Paused)),
        (Step::Pause, None, _) => Err(Unfit::NotApproved),
    };
    let all = Standing::all();
    assert_eq!(all.len(), 11);
    for standing in all {
        for step in Step::ALL {
            let wanted = expected(step, standing.live, standing.next);
            assert_eq!(standing.take(step), wanted, "{step:?} from {standing:?}");
        }
    }
}

/// A template as rows of versions, moved as the store moves them.
struct Rows(Vec<(Status, u32)>);

impl Rows {
    fn live(&self) -> Option<usize> {
        self.0.iter().position(|(status, _)| status.live().is_some())
    }

    fn next(&self) -> Option<usize> {
        self.0.len().checked_sub(1).filter(|last| self.0[*last].0.next().is_some())
    }

    fn standing(&self) -> Standing {
        Standing {
            live: self.live().and_then(|at| self.0[at].0.live()),
            next: self.next().and_then(|at| self.0[at].0.next()),
        }
    }

    fn apply(&mut self, moved: Move, text: u32) {
        let (live, next) = (self.live(), self.next());
        match moved {
            Move::Stays => {}
            Move::AddsNext => self.0.push((Status::Draft, text)),
            Move::RewritesNext => self.0[next.unwrap()] = (Status::Draft, text),
            Move::Next(status) => self.0[next.unwrap()].0 = status,
            Move::Live(status) => self.0[live.unwrap()].0 = status,
            Move::GoesLive => {
                if let Some(live) = live {
                    self.0[live].0 = Status::Replaced;
                }
                self.0[next.unwrap()].0 = Status::Approved;
            }
        }
    }

    fn sent(&self) -> Option<u32> {
        self.live().filter(|at| self.0[*at].0 == Status::Approved).map(|at| self.0[at].1)
    }
}

proptest! {
    #[test]
    fn only_what_was_approved_is_ever_sent(steps in prop::collection::vec(0usize..5, 0..60)) {
        let mut rows = Rows(vec![(Status::Draft, 0)]);
        let mut submitted = Vec::new();
        for (text, step) in (1..).zip(steps) {
            let step = Step::ALL[step];
            let before = rows.sent();
            let Ok(moved) = rows.standing().take(step) else { continue };
            if moved == Move::Next(Status::Submitted) {
                submitted.push(rows.0[rows.next().unwrap()].1);
            }
            rows.apply(moved, text);
            let live = rows.0.iter().filter(|(status, _)| status.live().is_some()).count();
            prop_assert!(live <= 1, "{:?}", rows.0);
            prop_assert_eq!(rows.sent().is_some(), rows.standing().is_usable());
            // Whoever writes or hands in changes nothing of what is sent.
            if matches!(step, Step::Edit | Step::Submit) {
                prop_assert_eq!(rows.sent(), before);
            }
            // What can be sent anew came by an approval, and was handed in at some time.
            if let Some(sent) = rows.sent().filter(|sent| before != Some(*sent)) {
                prop_assert_eq!(step, Step::Approve);
                prop_assert!(submitted.contains(&sent));
            }
        }
    }
}
