"""A live run is paused, stepped, injected into and stopped from a second terminal; what was injected is replayed."""
import socket

from story import CACHE, CUT, Story, free_ports, json, main, shutil, signal, songdoi, sqlite3, summary, wait_until

LEDGER_ONLY = "expect:\n  - expect ledger closes\n"


class Console(Story):
    def live(self, out):
        process = self.child("run", CUT, "--speed", "20", "--out", self.folder / out, "--cache", CACHE, "--no-report",
                             log=f"{out}.log")
        wait_until(lambda: (self.folder / out / "control.addr").exists() or process.poll() is not None, 120,
                   "the control address")
        return process, self.folder / out

    def test_pause_inject_resume_stop_and_replay(self):
        process, run = self.live("live")
        for words in (("pause", run), ("status", run), ("step", run), ("inject", run, "rain 80 mm/h for 5min at 0,0"),
                      ("speed", run, "max"), ("resume", run)):
            done = songdoi(*words)
            self.assertEqual(done.returncode, 0, f"{words}: {done.stdout}{done.stderr}{(self.folder / 'live.log').read_text()}")
        self.assertEqual(process.wait(timeout=600), 0, (self.folder / "live.log").read_text()[-2000:])
        self.assertEqual(summary(run)["ledger"]["unexplained"], 0)
        same = songdoi("replay", run, "--cache", CACHE)
        self.assertEqual(same.returncode, 0, same.stdout + same.stderr)

    def test_a_sentence_that_does_not_fit_the_city_is_answered_with_its_cure(self):
        process, run = self.live("slips")
        self.assertEqual(songdoi("pause", run).returncode, 0)
        for sentence, cure in (("clos road \"Ấp Bắc\"", 'did you mean "close"?'),
                               ("rain 80 mm/h", "for DURATION"),
                               ("close road \"Đường Không Có\"", "edge:NUMBER")):
            done = songdoi("inject", run, sentence)
            self.assertNotEqual(done.returncode, 0, sentence)
            self.assertIn(cure, done.stderr)
        self.assertEqual(songdoi("stop", run).returncode, 0)
        self.assertEqual(process.wait(timeout=600), 0)

    def orders_scenario(self):
        """The cut with nine devices in ten fallen silent, and a desk that acts on what the platform makes of it."""
        text = CUT.read_text(encoding="utf-8").replace("for: 10min", "for: 8min")
        events = ['at 18:00 fault device "*:0.9" silent', "at 18:05 acknowledge alarm 1", "at 18:06 close alarm 1",
                  "at 18:06 close alarm 77"]
        head = text.split("events:")[0]
        file = self.folder / "orders.yaml"
        file.write_text(head + "events:\n" + "".join(f"  - {e}\n" for e in events) + LEDGER_ONLY,
                        encoding="utf-8")
        return file

    def test_orders_on_alarms_are_one_belief_in_one_process_three_after_a_kill_and_in_a_replay(self):
        file = self.orders_scenario()
        one = self.play(file, "one")
        found = summary(one)
        self.assertEqual(found["alarms"][0]["state"], 3, "closed by the desk")
        listed = songdoi("alarms", one).stdout
        self.assertIn("scenario alarm 1 → acknowledged\n", listed)
        self.assertIn("scenario alarm 1 → closed\n", listed)
        self.assertRegex(listed, "alarm 77 → closed +REFUSED")
        same = songdoi("replay", one, "--cache", CACHE)
        self.assertEqual(same.returncode, 0, same.stdout + same.stderr)

        bus = f"tcp://127.0.0.1:{free_ports(4)}"
        words = ("run", file, "--bus", bus, "--out", self.folder / "three", "--cache", CACHE, "--no-report", "--speed", 60)
        roles = {role: self.child(*words, "--role", role, log=f"three.{role}.log") for role in ("sim", "emulators", "twin")}
        status = self.folder / "three" / "status.json"
        at = lambda: json.loads(status.read_text())["sim_seconds"] if status.exists() else 0
        for seconds in (200, 320):  # before the acknowledgement and between it and the closing
            wait_until(lambda: at() >= seconds or roles["sim"].poll() is not None, 300, f"{seconds} simulated seconds")
            self.assertIsNone(roles["sim"].poll(), "killed in the middle of the run")
            roles["twin"].kill()
            roles["twin"].wait()
            roles["twin"] = self.child(*words, "--role", "twin", log="three.twin.log")
        for role, process in roles.items():
            self.assertEqual(process.wait(timeout=900), 0, (self.folder / f"three.{role}.log").read_text()[-3000:])
        three = summary(self.folder / "three")
        for key in ("truth_hash", "belief_hash", "alarms", "ledger"):
            self.assertEqual(three[key], found[key], key)

    def test_an_alarm_is_acknowledged_from_a_second_terminal_and_replayed(self):
        file = self.orders_scenario()
        file.write_text(file.read_text(encoding="utf-8").replace("  - at 18:05 acknowledge alarm 1\n", ""), encoding="utf-8")
        process = self.child("run", file, "--speed", "60", "--out", self.folder / "desk", "--cache", CACHE, "--no-report",
                             log="desk.log")
        run = self.folder / "desk"
        status = lambda: json.loads((run / "status.json").read_text()) if (run / "status.json").exists() else {"alarms": 0}
        wait_until(lambda: status()["alarms"] >= 2 or process.poll() is not None, 300, "two alarms")
        self.assertEqual(songdoi("pause", run).returncode, 0)
        done = songdoi("inject", run, "acknowledge alarm 2")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotEqual(songdoi("inject", run, "acknowledge alarm two").returncode, 0)
        self.assertEqual(songdoi("speed", run, "max").returncode, 0)
        self.assertEqual(songdoi("resume", run).returncode, 0)
        self.assertEqual(process.wait(timeout=600), 0, (self.folder / "desk.log").read_text()[-2000:])
        self.assertEqual(summary(run)["alarms"][1]["state"], 2, "acknowledged")
        self.assertIn("console alarm 2 → acknowledged\n", songdoi("alarms", run).stdout)
        same = songdoi("replay", run, "--cache", CACHE)
        self.assertEqual(same.returncode, 0, same.stdout + same.stderr)

    def test_people_have_a_ledger_and_a_lost_index_is_made_again(self):
        head = CUT.read_text(encoding="utf-8").split("events:")[0]
        dark = "".join(f'  - at 18:00 fail power "cabinet:{k}"\n' for k in range(9))  # people tell about it
        file = self.folder / "dark.yaml"
        file.write_text(head + "events:\n" + dark + LEDGER_ONLY, encoding="utf-8")
        run = self.play(file, "run")
        found = summary(run)["ledger"]
        for name in ("devices", "people"):
            s = found["streams"][name]
            self.assertEqual(s["issued"] + s["duplicated"] + s["invented"],
                             s["accepted"] + s["rejected"] + s["injected_loss"] + s["lost"], name)
        self.assertEqual(found["unexplained"], 0)
        good = songdoi("ledger", run)
        for file in (run / "twin").glob("index.sqlite*"):
            file.unlink()
        again = songdoi("ledger", run, "--cache", CACHE)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("made again", again.stderr)
        self.assertEqual(again.stdout, good.stdout)
        base = sqlite3.connect(run / "twin" / "index.sqlite")
        known, heard, counted = base.execute(
            "SELECT count(*), count(first_ns), sum(accepted) FROM catalogue WHERE stream = 0").fetchone()
        self.assertGreater(known, 100)
        self.assertGreater(heard, 100)
        self.assertEqual(counted, base.execute("SELECT count(*) FROM readings").fetchone()[0])
        damaged = self.folder / "damaged"
        shutil.copytree(run, damaged)
        data = bytearray((damaged / "twin" / "index.sqlite").read_bytes())
        for at in range(20_000, len(data) - 1, 97):
            data[at] ^= 0xFF
        (damaged / "twin" / "index.sqlite").write_bytes(data)
        told = songdoi("ledger", damaged)
        self.assertEqual(told.returncode, 3, told.stderr)
        self.assertIn("rebuilt from the log", told.stderr)
        base.execute("DELETE FROM reports WHERE rowid = (SELECT min(rowid) FROM reports)")
        deleted = base.execute("SELECT changes()").fetchone()[0]
        base.commit()
        base.close()
        self.assertEqual(deleted, 1, "people reported")
        torn = songdoi("ledger", run)
        self.assertEqual(torn.returncode, 4, torn.stdout)
        self.assertRegex(torn.stdout, r"(?m)^unexplained 1$")

    def test_interrupt_leaves_a_valid_partial_result(self):
        process, run = self.live("cut")
        wait_until(lambda: json.loads((run / "status.json").read_text())["sim_seconds"] >= 20
                   if (run / "status.json").exists() else False, 300, "20 simulated seconds")
        process.send_signal(signal.SIGINT)
        self.assertIn(process.wait(timeout=120), (0, 1))
        found = summary(run)
        self.assertTrue(found["partial"])
        self.assertEqual(found["ledger"]["unexplained"], 0)

    def test_interrupt_ends_three_roles_cleanly_and_both_taps_are_open_until_then(self):
        bus = f"tcp://127.0.0.1:{free_ports(4)}"
        run = self.folder / "three"
        words = ("run", CUT, "--bus", bus, "--out", run, "--cache", CACHE, "--no-report", "--speed", 20, "--tap")
        roles = {role: self.child(*words, "--role", role, log=f"three.{role}.log") for role in ("sim", "emulators", "twin")}
        status = run / "status.json"
        wait_until(lambda: json.loads(status.read_text())["sim_seconds"] >= 20 if status.exists() else False, 300,
                   "20 simulated seconds")
        taps = dict(line.split() for line in (run / "tap.addr").read_text().splitlines())
        self.assertEqual(set(taps), {"truth", "belief"})
        for eye, address in taps.items():
            host, port = address.removeprefix("tcp://").split(":")
            with socket.create_connection((host, int(port)), timeout=10) as line:
                self.assertEqual(line.recv(1), b"\xff", f"the {eye}'s publisher greets")  # ZMTP's first byte
        for process in roles.values():
            process.send_signal(signal.SIGINT)
        for role, process in roles.items():
            self.assertEqual(process.wait(timeout=120), 0, (self.folder / f"three.{role}.log").read_text()[-2000:])
        found = summary(run)
        self.assertTrue(found["partial"])
        self.assertEqual(found["ledger"]["unexplained"], 0)

    def test_a_breach_without_a_place_says_where_it_is(self):
        process, run = self.live("breach")
        self.assertEqual(songdoi("pause", run).returncode, 0)
        self.assertIn("room for", (self.folder / "breach.log").read_text(), "capacities are told at the start")
        done = songdoi("inject", run, 'breach dyke "Kè sông Tiền: Lê Thị Hồng Gấm" to 0.5')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("at its middle", done.stdout)
        self.assertEqual(songdoi("stop", run).returncode, 0)
        self.assertEqual(process.wait(timeout=600), 0)

    def test_no_live_run_is_said(self):
        done = songdoi("pause", self.folder / "nothing")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("nothing", done.stderr)


if __name__ == "__main__":
    main()
