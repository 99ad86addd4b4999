#include "sim/traffic/output.h"

namespace sd::micro {

void add_trip(RunStatistic& statistic, const TripInfo& trip) {
    ++statistic.trips;
    statistic.route_length_m += trip.route_length_m;
    statistic.speed_m_s += trip.duration_s > 0.0 ? trip.route_length_m / trip.duration_s : 0.0;
    statistic.duration_s += trip.duration_s;
    statistic.waiting_s += trip.waiting_s;
    statistic.time_loss_s += trip.time_loss_s;
    statistic.depart_delay_s += trip.depart_delay_s;
}

}  // namespace sd::micro
