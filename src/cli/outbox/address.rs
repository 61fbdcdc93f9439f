//! Whether the mails can say where to sign in.

use crate::{cli::context::Context, ops::workspace::has_address};

/// Says that invitations name no place to sign in at. What was done stays done where that can't be read: then it
/// isn't said.
pub fn warn_of_no_address(context: &mut Context) -> std::io::Result<()> {
    let has_one = context.session().map(|mut session| has_address(&mut session));
    if matches!(has_one, Ok(Ok(false))) {
        context.output.warn(
            "no address to sign in at is set: what the mails say can be done on this machine only; set it \
             with `rolecall workspace set --address ADDRESS`",
        )?;
    }
    Ok(())
}
