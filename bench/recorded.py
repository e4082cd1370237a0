"""What the benches of a history share: a daemon that records a member into a MinIO, each a process of its own that can be killed."""
import json, os, pathlib, shutil, socket, subprocess, time


def free():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Recorded:
    """The three processes, and what a bench asks of them. All of it lies in one folder."""

    def __init__(self, work, perigee, etcd, minio, history, options=""):
        self.work, self.perigee, self.etcdctl = pathlib.Path(work), perigee, f"{etcd}/etcdctl"
        self.client, peer, self.store = free(), free(), free()
        self.endpoint, self.peer = f"http://127.0.0.1:{self.client}", f"http://127.0.0.1:{peer}"
        self.bucket = self.work / "minio/bench"
        self.bucket.mkdir(parents=True)
        config = self.work / "perigee.conf"
        config.write_text(f"""perigee {{
  clusters.bench.endpoints = ["{self.endpoint}"]
  sinks.minio {{ type = minio, endpoint = "http://127.0.0.1:{self.store}", bucket = bench, access-key = bench-user, secret-key = bench-password }}
  jobs.bench {{ cluster = bench, sinks = [minio], schedule = none, history {{ {history} }} }}
}}
""")
        self.environment = dict(os.environ, MINIO_ROOT_USER="bench-user", MINIO_ROOT_PASSWORD="bench-password",
                                PERIGEE_CONFIG=str(config), PERIGEE_STATE_DIR=str(self.work / "state"))
        self.options = options  # the daemon's: what is restored is so as users do it
        self.commands = {
            "daemon": [perigee, "daemon"],
            "member": [f"{etcd}/etcd", "--data-dir", str(self.work / "etcd"), "--quota-backend-bytes", str(16 << 30),
                       "--listen-client-urls", self.endpoint, "--advertise-client-urls", self.endpoint,
                       "--listen-peer-urls", self.peer, "--initial-advertise-peer-urls", self.peer,
                       "--initial-cluster", f"default={self.peer}"],
            "sink": [minio, "server", str(self.work / "minio"), "--address", f"127.0.0.1:{self.store}"],
        }
        self.running = {}

    def start(self, name):
        with open(self.work / f"{name}.log", "ab") as log:
            environment = dict(self.environment, PERIGEE_JAVA_OPTS=self.options)
            self.running[name] = subprocess.Popen(self.commands[name], env=environment, stdout=log, stderr=log)

    def kill(self, name):
        self.running[name].kill()
        self.running[name].wait()

    def fill(self, keys):
        """Gives the member so many keys of 200 bytes before it starts."""
        made = self.work / "made.db"
        self.run(*self.java("BulkSnapshot.java", "-Xmx512m"), str(made), str(keys), "200")
        self.run(self.perigee, "snapshot", "restore", str(made), "--data-dir", str(self.work / "etcd"), "--quiet",
                 "--initial-advertise-peer-urls", self.peer, "--initial-cluster", f"default={self.peer}")
        made.unlink()

    def java(self, source, heap):
        home = pathlib.Path(self.perigee).parent.parent
        return [os.environ["JAVA_HOME"] + "/bin/java", heap, "-cp", str(home / "lib/*"), str(pathlib.Path(__file__).parent / source)]

    def begin(self):
        """Starts all three, until the history is recorded."""
        self.start("member")
        self.start("sink")
        self.until("etcd answers", lambda: self.run(self.etcdctl, "--endpoints", self.endpoint, "endpoint", "health", check=False).returncode == 0)
        self.until("the sink answers", lambda: self.run(self.perigee, "sink", "check", "minio", check=False).returncode == 0)
        self.start("daemon")
        self.until("it is recorded", lambda: self.standing().get("state") == "recording")

    def end(self):
        for process in self.running.values():
            process.kill()
            process.wait()
        shutil.rmtree(self.work, ignore_errors=True)

    def run(self, *command, check=True, limit=900):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=limit)
        if check and done.returncode:
            raise SystemExit(f"bench: {command} ended with {done.returncode}: {done.stderr[-600:]}")
        return done

    def until(self, what, condition, limit=120):
        end = time.monotonic() + limit
        while not condition():
            for name, process in self.running.items():
                if process.poll() is not None:
                    raise SystemExit(f"bench: the {name} ended with {process.returncode}: {self.log(name)[-600:]}")
            if time.monotonic() > end:
                raise SystemExit(f"bench: not so within {limit} s: {what}; the daemon says: {self.log('daemon')[-600:]}")
            time.sleep(0.05)

    def log(self, name):
        return (self.work / f"{name}.log").read_text(errors="replace")

    def standing(self):
        try:
            return json.loads((self.work / "state/history/bench/standing.json").read_text())
        except (OSError, ValueError):
            return {}

    def revision(self):
        return int(self.ask("endpoint", "status")[0]["Status"]["header"]["revision"])

    def ask(self, *words):
        return json.loads(self.run(self.etcdctl, "--endpoints", self.endpoint, "--command-timeout", "300s", *words, "-w", "json").stdout)

    def history(self, verb):
        return json.loads(self.run(self.perigee, "history", verb, "-w", "json").stdout)

    def writer(self, writes, a_second):
        """A process that writes so much, or until its standard input is closed."""
        return subprocess.Popen([*self.java("HistoryWrites.java", "-Xmx256m"), self.endpoint, str(writes), str(a_second)],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def written(self, writer):
        """How many writes were taken, and in how many seconds."""
        out, error = writer.communicate()
        if writer.returncode:
            raise SystemExit(f"bench: the writer ended with {writer.returncode}: {error[-600:]}; the member says: {self.log('member')[-600:]}")
        taken, seconds = out.split()
        return int(taken), float(seconds)

    def packs(self):
        """First and last revisions of the packs that the sink has a record of, ascending."""
        return sorted(tuple(map(int, name.name.split("-")[:2])) for name in self.bucket.glob("bench/history/*/*.json"))

    def stored(self):
        """The newest revision of which the sink has a record without a hole before it."""
        packs = self.packs()
        last = packs[0][0] - 1 if packs else 0
        for first, end in packs:
            if first <= last + 1:
                last = max(last, end)
        return last

    def bytes(self, under=""):
        return sum(file.stat().st_size for file in (self.bucket / under).rglob("*") if file.is_file())

    def spool(self):
        return sum(file.stat().st_size for file in (self.work / "state/history/bench").glob("*.rows"))

    def memory(self, what="VmRSS"):
        """The daemon's, in MB; VmHWM is the most that it ever was."""
        status = pathlib.Path(f"/proc/{self.running['daemon'].pid}/status").read_text()
        return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith(what))

    def processor(self):
        """Seconds that the daemon has had of it."""
        words = pathlib.Path(f"/proc/{self.running['daemon'].pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def restored(self, *words):
        """Restores what the words say, and gives the seconds that it took."""
        shutil.rmtree(self.work / "data", ignore_errors=True)
        begun = time.monotonic()
        self.run(self.perigee, "snapshot", "restore", *words, "--data-dir", str(self.work / "data"), "--quiet")
        return time.monotonic() - begun

    def wrong(self, revision):
        """What is wrong with what was restored of a revision; empty if it holds what the live member says that it held."""
        own = json.loads(self.run(self.perigee, "snapshot", "hashkv", str(self.work / "data/member/snap/db"), "--quiet", "-w", "json").stdout)
        told = self.ask("endpoint", "hashkv", "--rev", str(revision))
        same = own["hash"] == told[0]["HashKV"]["hash"]
        return "" if same else f"revision {revision} was restored wrong: {own} instead of {told}"
