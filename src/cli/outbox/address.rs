//! Whether the mails can say where to sign in.

use crate::{
    cli::{context::Context, error::Error},
    ops::workspace::has_address,
};

/// Says that invitations name no place to sign in at.
pub fn warn_of_no_address(context: &mut Context) -> std::result::Result<(), Error> {
    if !has_address(&mut context.session()?)? {
        context.output.warn(
            "no address to sign in at is set: what the mails say can be done on this machine only; set it \
             with `rolecall workspace set --address ADDRESS`",
        )?;
    }
    Ok(())
}
