"""SUMO's files with one mistake each, through the command line: exit code 2, and words with the place and the cure."""
import gzip

from story import Story, main, songdoi
from sumo_case import case_texts

NET, ADD, ROU, CFG = "s.net.xml", "s.add.xml", "s.rou.xml", "s.sumocfg"
TAZ, OD, TYPES = "taz.xml", "od.xml", "types.add.xml"

# (file, what stands there, what is put instead, where and what the message must say)
CASES = [
    # networks
    (NET, '<net version="1.9">', "<routes>", 'net.xml:1:1: is no SUMO network', "a network begins with <net>"),
    (NET, "</edge>", "</egde>", "net.xml:5:5: is not well-formed XML: mismatched tag"),
    (NET, "</net>", "", "net.xml:24:1: is not well-formed XML: the file ends here", "cut off"),
    (NET, 'from="a"', 'from="z"', "net.xml:6:3: edge 'ab': its from junction 'z' is not in the network"),
    (NET, 'length="100.00"', 'length="-100"', "net.xml:7:5: lane 'ab_0': its length is -100; it must be above 0"),
    (NET, 'length="100.00"', 'length="100 m"', 'net.xml:7:5: lane \'ab_0\': length="100 m" is not a finite number'),
    (NET, 'speed="8.33"', 'speed="0"', "net.xml:10:5: lane 'bc_0': its speed is 0; it must be above 0"),
    (NET, 'disallow="tram"', 'disallow="tramm"', "net.xml:7:5: lane 'ab_0': disallow names 'tramm'", "classes: "),
    (NET, 'state="G"', 'state="Q"', "net.xml:13:5: state \"Q\" holds the letter 'Q'"),
    (NET, 'linkIndex="0"', 'linkIndex="1"', "net.xml:21:3: connection ab → bc: linkIndex 1, but the states"),
    (NET, 'response="0"', 'response="00"', "net.xml:17:3: junction 'b': request 0", "a digit per request"),
    (NET, 'via=":b_0_0"', 'via=":b_9_0"', "net.xml:21:3: connection ab → bc: via lane ':b_9_0' is not in the network"),
    (NET, 'state="O"', 'state="N"', "net.xml:21:3: connection ab → bc: state 'N' is unknown", "one of M m"),
    # additional files
    (ADD, 'lane="bc_0" startPos', 'lane="bc_1" startPos', "add.xml:2:3: busStop 's': lane 'bc_1' is not in the network",
     "does this file belong to that network?"),
    (ADD, 'endPos="20"', 'endPos="120"', "add.xml:2:3: busStop 's': endPos=\"120\" is beyond lane", "friendlyPos"),
    (ADD, 'freq="60" file="e1.xml"', 'freq="0" file="e1.xml"', "add.xml:3:3: e1Detector 'e1': freq is 0 s",
     "it must be above 0"),
    (ADD, ' file="e1.xml"', "", "add.xml:3:3: e1Detector 'e1' has no attribute file"),
    (ADD, 'edges="ab"', 'edges="xy"', "add.xml:5:3: rerouter 'r': edge 'xy' is not in the network"),
    (ADD, 'tlLogic id="b"', 'tlLogic id="c"', "add.xml:10:3: the network has no signal 'c'"),
    (ADD, 'maxDur="50"', 'maxDur="5"', "add.xml:12:5: a phase with minDur 10 and maxDur 5"),
    # demand
    (ROU, 'vClass="passenger"', 'vClass="pasenger"', "rou.xml:2:3: vType 'car': vClass 'pasenger' is unknown"),
    (ROU, 'sigma="0.4"', 'sigma="1.4"', "rou.xml:2:3: vType 'car': sigma is 1.4"),
    (ROU, 'edges="ab bc"', 'edges="bc ab"', "rou.xml:7:3: route 'through': no connection leads from edge 'bc'",
     "name the edges between them, or use a <trip>"),
    (ROU, 'edges="ab bc"', 'edges="ab cd"', "rou.xml:7:3: route 'through': edge 'cd' is not in the network"),
    (ROU, 'type="car" route', 'type="cat" route', "rou.xml:8:3: 'v0': the type 'cat' is defined nowhere", "<vType>"),
    (ROU, 'route="through" depart', 'route="thru" depart', "rou.xml:8:3: 'v0': the route 'thru' is defined nowhere",
     "<route>"),
    (ROU, 'depart="0"', 'depart="1:00"', 'rou.xml:8:3: vehicle \'v0\': depart="1:00" is not a time'),
    (ROU, 'depart="0"', 'depart="triggered"', 'rou.xml:8:3: vehicle \'v0\': depart="triggered" is not supported',
     "give the time of departure"),
    (ROU, 'busStop="s"', 'busStop="t"', "rou.xml:11:5: there is no bus stop 't'", "additional-files"),
    (ROU, 'id="t0"', 'id="v0"', "rou.xml:13:3: a second vehicle, trip or flow 'v0'", "rename"),
    (ROU, ' vehsPerHour="600"', "", "rou.xml:14:3: flow 'f0' must say how often"),
    (ROU, 'end="90"', 'end="20"', "rou.xml:14:3: flow 'f0' ends at 20 s, before it begins at 30 s"),
    (ROU, 'vClass="passenger"', 'vClass="truck"', "rou.xml:8:3: 'v0' of type 'car' (truck) finds no lane on edge 'bc'",
     "see allow and disallow"),
    # configurations
    (CFG, "s.net.xml", "none.net.xml", "s.sumocfg:3:5: ", "none.net.xml' cannot be opened: No such file"),
    (CFG, "s.rou.xml", "s.rou.xml,b.rou.xml.gz", "s.sumocfg:4:5: ", "b.rou.xml.gz' cannot be opened"),
    (CFG, '<net-file value="s.net.xml"/>', "", "s.sumocfg: names no network", "<net-file"),
    (CFG, '<begin value="0"/>', '<begin value="soon"/>', 's.sumocfg:8:5: begin "soon" is neither a number nor a time'),
    (CFG, '<end value="300"/>', '<end value="300"/><begin value="400"/>', "s.sumocfg:9:5: end (300 s) lies before begin",
     "-1 ends when nobody is left"),
    (CFG, 'step-length value="1"', 'step-length value="0"', "s.sumocfg:10:5: step-length is 0 s; it must be above 0"),
    (CFG, "</time>", '<seed value="-1"/></time>', 's.sumocfg:11:3: seed "-1" is no whole number'),
    (CFG, "</configuration>", "", "s.sumocfg:13:1: is not well-formed XML: the file ends here"),
]

# The same of the zones and numbers that `songdoi traffic demand` reads.
MATRICES = [
    (TAZ, 'edges="ab"', 'edges="xy"', "taz.xml:2:3: taz 'west': 'xy' is no street of the network"),
    (TAZ, 'id="east"', 'id="west"', "taz.xml:3:3: a second taz 'west'", "rename"),
    (TAZ, 'weight="3"', 'weight="-3"', "taz.xml:5:5: tazSource 'bc': weight -3 is below 0"),
    (TAZ, '    <tazSink id="bc" weight="1"/>\n', "", "od.xml:3:5: trips end in taz 'east', which has no tazSink"),
    (TAZ, "</taz>", "</tax>", "taz.xml:7:5: is not well-formed XML: mismatched tag"),
    (OD, 'id="car"', 'id="lorry"', "od.xml:2:3: there is no vehicle type 'lorry'", "an interval's id names the type"),
    (OD, 'end="1:00:00"', 'end="0"', "od.xml:2:3: interval 'car' ends before it begins"),
    (OD, 'to="east" count="40"', 'to="north" count="40"', "od.xml:3:5: there is no taz 'north'", "--taz-files"),
    (OD, 'count="40"', 'count="many"', 'od.xml:3:5: <tazRelation>: count="many" is not a finite number'),
    (OD, 'count="40"', 'count="-1"', "od.xml:3:5: -1 trips"),
    (TYPES, 'vClass="passenger"', 'vClass="horse"', "types.add.xml:2:3: vType 'car': vClass 'horse' is unknown"),
    (NET, "</edge>", "</egde>", "s.net.xml:5:5: is not well-formed XML: mismatched tag"),
]


class TrafficMalformed(Story):
    def write(self, broken=None, text=None, packed=False):
        for name, whole in case_texts().items():
            here = text if name == broken else whole
            data = here if isinstance(here, bytes) else here.encode()
            (self.folder / name).write_bytes(gzip.compress(data) if packed and name == broken else data)

    def refused(self, words, says):
        done = songdoi(*words)
        self.assertEqual(done.returncode, 2, f"{says}\n{done.stdout}{done.stderr}")
        self.assertNotIn("this is a bug", done.stderr)
        for word in says:
            self.assertIn(word, done.stderr)
        for name in ("out", "trips.rou.xml", "f.xml"):
            self.assertFalse((self.folder / name).exists(), f"{name} is written all the same")

    def case(self):
        return ["traffic", self.folder / CFG, "--out", self.folder / "out", "--quiet"]

    def demand(self):
        return ["traffic", "demand", "--net-file", self.folder / NET, "--additional-files", self.folder / TYPES,
                "--taz-files", self.folder / TAZ, "--tazrelation-files", self.folder / OD,
                "--output-file", self.folder / "trips.rou.xml"]

    def broken(self, table, words):
        """Every row of a table, as plain text and packed: the place is that of the text."""
        whole = case_texts()
        for name, found, instead, *says in table:
            with self.subTest(file=name, instead=instead):
                self.assertIn(found, whole[name])
                text = whole[name].replace(found, instead, 1)
                self.write(name, text)
                self.refused(words, says)
                if name != CFG:
                    self.write(name, text, packed=True)
                    self.refused(words, says)

    def test_the_whole_case_plays(self):
        self.write()
        done = songdoi(*self.case())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = songdoi(*self.demand())
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_cases(self):
        self.broken(CASES, self.case())
        self.assertGreaterEqual(len(CASES), 25)

    def test_matrices(self):
        self.broken(MATRICES, self.demand())

    def test_broken_gzip(self):
        flow = '  <trip id="x{0}" depart="{0}" from="ab" to="bc"/>\n'
        text = case_texts()[ROU].replace("</routes>", "".join(flow.format(100 + k) for k in range(20000)) + "</routes>")
        packed = gzip.compress(text.encode(), mtime=0)
        for data, says in ((packed[:len(packed) // 2], "the gzip stream is broken here: unexpected end of file"),
                           (packed[:3], "rou.xml:1:1: "), (b"", "rou.xml:1:1: is not well-formed XML"),
                           (packed[:5000] + bytes(64) + packed[5064:], "s.rou.xml:")):
            with self.subTest(says=says):
                self.write(ROU, data)
                self.refused(self.case(), [says])

    def test_all_mistakes_of_a_file_are_told_at_once(self):
        self.write(ROU, case_texts()[ROU].replace('sigma="0.4"', 'sigma="4"').replace('edges="ab bc"', 'edges="ab cd"'))
        self.refused(self.case(), ["rou.xml:2:3: ", "rou.xml:7:3: ", "rou.xml:10:5: "])

    def test_command_lines(self):
        self.write()
        for words, says in ((["traffic"], ["a .sumocfg"]),
                            (["traffic", self.folder / "none.sumocfg"], ["none.sumocfg' cannot be opened"]),
                            (self.case() + ["--device.fcd.period", "-1"], ["device.fcd.period"]),
                            (self.case() + ["--step", "0"], ["--step"]),
                            (self.demand()[:-2], ["output-file"]),
                            (self.demand() + ["--timeline", "1,2,3"], ["timeline"]),
                            (self.demand() + ["--timeline", ",".join(["0"] * 24)], ["its profile is empty"]),
                            (self.demand() + ["--scale", "-1"], ["scale"]),
                            (["traffic", "fcd", self.folder / "none.sdfcd", self.folder / "f.xml"], ["none.sdfcd"])):
            with self.subTest(words=words[-2:]):
                self.refused(words, says)


if __name__ == "__main__":
    main()
