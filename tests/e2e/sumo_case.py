"""The small case of the readers' tests (tests/sim/traffic/sumo/small_case.h) as files, and a matrix for its street."""
import re

from story import SOURCE

TYPES = '<additional>\n  <vType id="car" vClass="passenger"/>\n  <vTypeDistribution id="mix" vTypes="car"/>\n</additional>\n'
TAZ = """<additional>
  <taz id="west" edges="ab"/>
  <taz id="east">
    <tazSource id="ab" weight="1"/>
    <tazSource id="bc" weight="3"/>
    <tazSink id="bc" weight="1"/>
  </taz>
</additional>
"""
OD = """<data>
  <interval id="car" begin="0" end="1:00:00">
    <tazRelation from="west" to="east" count="40"/>
    <tazRelation from="east" to="east" count="7"/>
  </interval>
  <interval id="mix" begin="1800" end="3600">
    <tazRelation from="west" to="east" count="12"/>
  </interval>
</data>
"""
CONFIG = """<configuration>
  <input>
    <net-file value="s.net.xml"/>
    <route-files value="s.rou.xml"/>
    <additional-files value="s.add.xml"/>
  </input>
  <time>
    <begin value="0"/>
    <end value="300"/>
    <step-length value="1"/>
  </time>
</configuration>
"""


def case_texts():
    """File name → text."""
    header = (SOURCE / "tests/sim/traffic/sumo/small_case.h").read_text(encoding="utf-8")
    found = dict(re.findall(r'std::string k(\w+) = R"xml\((.*?)\)xml"', header, flags=re.S))
    return {"s.net.xml": found["Net"], "s.add.xml": found["Additional"], "s.rou.xml": found["Routes"],
            "s.sumocfg": CONFIG, "types.add.xml": TYPES, "taz.xml": TAZ, "od.xml": OD}


def write_case(folder):
    """All files of the case; gives the .sumocfg."""
    for name, text in case_texts().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "s.sumocfg"
