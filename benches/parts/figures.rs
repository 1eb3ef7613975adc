//! How one page did, beside how a bare hello did just before: both feel the same machine, so that their ratio says
//! something about the page even where others use the machine too.
//!
//! Both are asked long enough to settle. In the first tenths of a second the system keeps who asks and who answers on one
//! processor, where a bare hello takes a quarter of what it takes from then on.

use std::time::Duration;

use crate::Failure;
use crate::load::{Client, get};
use crate::tasks::Task;

/// The answers of this time do not count yet; less of it where each page is measured but briefly.
const SETTLING: Duration = Duration::from_millis(250);

/// How one page did.
#[derive(Clone, Copy, Default)]
pub struct Figures {
    /// At one connection.
    pub one: Run,
    /// At sixteen.
    pub sixteen: Run,
    /// Bytes of the page, plain and as sent.
    pub raw: usize,
    pub gzip: usize,
}

/// At one number of connections.
#[derive(Clone, Copy, Default)]
pub struct Run {
    pub p50_us: u64,
    pub p99_us: u64,
    pub per_second: u64,
    /// The bare handler meanwhile.
    pub hello_p50_us: u64,
    pub hello_per_second: u64,
}

impl Figures {
    /// Measures a page, `time` long at each number of connections.
    pub fn of(client: &mut Client, hello: &mut Client, task: &Task, time: Duration) -> Result<Figures, Failure> {
        let answer = client.send(&task.request)?;
        if answer.status != task.status {
            return Err(format!("{} answered {} instead of {}", task.name, answer.status, task.status).into());
        }
        let one = Run::of(client, hello, task, 1, time)?;
        let sixteen = Run::of(client, hello, task, 16, time)?;
        Ok(Figures { one, sixteen, raw: answer.text().len(), gzip: answer.bytes })
    }
}

impl Run {
    fn of(
        client: &mut Client,
        hello: &mut Client,
        task: &Task,
        connections: usize,
        time: Duration,
    ) -> Result<Run, Failure> {
        let settling = SETTLING.min(time / 4);
        let bare = Taken::of(hello.repeat(&get("/"), 200, connections, settling, time / 4)?);
        let page = Taken::of(client.repeat(&task.request, task.status, connections, settling, time)?);
        Ok(Run {
            p50_us: page.at(50),
            p99_us: page.at(99),
            per_second: page.per_second(),
            hello_p50_us: bare.at(50),
            hello_per_second: bare.per_second(),
        })
    }

    /// How many times as long as hello, in tenths.
    pub fn slower(self) -> u64 {
        self.p50_us * 10 / self.hello_p50_us.max(1)
    }

    /// How many times hello's answers a second, in tenths.
    pub fn fewer(self) -> u64 {
        self.hello_per_second * 10 / self.per_second.max(1)
    }
}

/// What the answers took, each and altogether.
struct Taken {
    each: Vec<Duration>,
    all: Duration,
}

impl Taken {
    fn of((mut each, all): (Vec<Duration>, Duration)) -> Taken {
        each.sort();
        Taken { each, all }
    }

    fn at(&self, hundredth: usize) -> u64 {
        micros(self.each.get(self.each.len() * hundredth / 100).map_or(0, Duration::as_micros))
    }

    fn per_second(&self) -> u64 {
        micros(self.each.len() as u128 * 1_000_000 / self.all.as_micros().max(1))
    }
}

fn micros(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}
