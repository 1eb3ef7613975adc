//! The line to a browser: who takes nothing of an answer is not waited for. A thousand of them would keep everybody else
//! out. Who takes a few bytes now and then is nobody's burden: a page is less than the system keeps for a line, so it is
//! handed over whole and the line is as idle as any, to be cut after the time a line is kept without a request.

use std::any::Any;
use std::time::Duration;

use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;
use socket2::SockRef;

/// What is done with each new line: it is cut after so long without anything taken of what was sent. A page that was
/// taken over whole by the system holds nobody up, so it is the system that watches.
pub fn cut_after(patience: Duration) -> impl Fn(&dyn Any, &mut Extensions) + Clone + Send + Sync + 'static {
    move |line, _| {
        if let Some(line) = line.downcast_ref::<TcpStream>() {
            watch(&SockRef::from(line), patience);
        }
    }
}

#[cfg(target_os = "linux")]
fn watch(line: &SockRef<'_>, patience: Duration) {
    // What cannot be watched is served all the same.
    line.set_tcp_user_timeout(Some(patience)).ok();
}

/// Elsewhere the system has a patience of its own.
#[cfg(not(target_os = "linux"))]
fn watch(_: &SockRef<'_>, _: Duration) {}
