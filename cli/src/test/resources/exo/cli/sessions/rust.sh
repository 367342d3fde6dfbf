# needs: rustc, gcc
# A program with threads and a channel, compiled and run.
cat >h.rs <<'END'
use std::sync::mpsc;
use std::thread;

fn main() {
    let (tx, rx) = mpsc::channel();
    let threads: Vec<_> = (0..8u64)
        .map(|i| {
            let tx = tx.clone();
            thread::spawn(move || tx.send(i * i).unwrap())
        })
        .collect();
    drop(tx);
    let sum: u64 = rx.iter().sum();
    threads.into_iter().for_each(|t| t.join().unwrap());
    let out = std::process::Command::new("echo").arg("a child").output().unwrap();
    println!("sum {} {}", sum, String::from_utf8_lossy(&out.stdout));
}
END
rustc -o h h.rs && ./h
echo $?
rm -f h h.rs
