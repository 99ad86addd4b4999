// One street of two edges with a signal between them, and something of everything on it. Line numbers matter: tests
// break single lines and expect their places back.
#pragma once

#include <string>

namespace sd::sumo::small {

inline const std::string kNet = R"xml(<net version="1.9">
  <location netOffset="5.00,-7.50" convBoundary="0,0,200,0" origBoundary="0,0,200,0" projParameter="!"/>
  <edge id=":b_0" function="internal">
    <lane id=":b_0_0" index="0" speed="13.89" length="0.10" shape="100.00,-1.60 100.10,-1.60"/>
  </edge>
  <edge id="ab" from="a" to="b" priority="3" name="Ấp Bắc">
    <lane id="ab_0" index="0" disallow="tram" speed="13.89" length="100.00" shape="0.00,-1.60 100.00,-1.60"/>
  </edge>
  <edge id="bc" from="b" to="c" priority="-1">
    <lane id="bc_0" index="0" allow="bus passenger" speed="8.33" length="99.90" shape="100.10,-1.60 200.00,-1.60"/>
  </edge>
  <tlLogic id="b" type="static" programID="0" offset="0">
    <phase duration="42" state="G"/>
    <phase duration="3" state="y"/>
  </tlLogic>
  <junction id="a" type="dead_end" x="0.00" y="0.00" incLanes="" intLanes=""/>
  <junction id="b" type="traffic_light" x="100.00" y="0.00" incLanes="ab_0" intLanes=":b_0_0">
    <request index="0" response="0" foes="0" cont="0"/>
  </junction>
  <junction id="c" type="dead_end" x="200.00" y="0.00" incLanes="bc_0" intLanes=""/>
  <connection from="ab" to="bc" fromLane="0" toLane="0" via=":b_0_0" tl="b" linkIndex="0" dir="s" state="O"/>
  <connection from=":b_0" to="bc" fromLane="0" toLane="0" dir="s" state="M"/>
</net>
)xml";

inline const std::string kAdditional = R"xml(<additional>
  <busStop id="s" lane="bc_0" startPos="10" endPos="20" lines="1 6"/>
  <e1Detector id="e1" lane="ab_0" pos="-5" freq="60" file="e1.xml"/>
  <e2Detector id="e2" lane="ab_0" pos="10" endPos="90" freq="60" file="e2.xml"/>
  <rerouter id="r" edges="ab">
    <interval begin="0" end="60">
      <closingReroute id="bc" disallow="passenger"/>
    </interval>
  </rerouter>
  <tlLogic id="b" type="actuated" programID="day" offset="5">
    <param key="max-gap" value="2.5"/>
    <phase duration="30" minDur="10" maxDur="50" state="g"/>
    <phase duration="4" state="r"/>
  </tlLogic>
</additional>
)xml";

inline const std::string kRoutes = R"xml(<routes>
  <vType id="car" vClass="passenger" sigma="0.4" color="255,0,0"/>
  <vTypeDistribution id="mix">
    <vType id="big" vClass="bus" probability="0.25"/>
    <vType id="small" speedFactor="normc(1.1,0.2,0.5,1.5)" probability="0.75"/>
  </vTypeDistribution>
  <route id="through" edges="ab bc"/>
  <vehicle id="v0" type="car" route="through" depart="0" departLane="best" departSpeed="max"/>
  <vehicle id="v1" type="mix" depart="0:00:10" departPos="-20" arrivalPos="-1">
    <route edges="ab bc"/>
    <stop busStop="s" duration="20"/>
  </vehicle>
  <trip id="t0" depart="20" from="ab" to="bc" via="bc"/>
  <flow id="f0" route="through" begin="30" end="90" vehsPerHour="600"/>
</routes>
)xml";

}  // namespace sd::sumo::small
