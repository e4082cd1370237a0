package dev.perigee.core.config;

import dev.perigee.core.backup.Job;
import dev.perigee.core.schedule.Pace;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells each sink how often the jobs bring it backups of each cluster. */
record Paces(List<Job> jobs) {

    List<Destination> sinks(List<Destination> sinks) {
        return sinks.stream().map(this::paced).toList();
    }

    List<Job> paced() {
        return jobs.stream().map(job -> job.to(sinks(job.destinations()))).toList();
    }

    private Destination paced(Destination sink) {
        Map<String, List<Schedule>> schedules = new HashMap<>();
        for (Job job : jobs) {
            if (job.destinations().stream().anyMatch(other -> other.name().equals(sink.name()))) {
                job.schedule()
                        .ifPresent(schedule -> schedules
                                .computeIfAbsent(job.cluster().name(), name -> new ArrayList<>())
                                .add(schedule));
            }
        }
        Map<String, Pace> paces = new HashMap<>();
        schedules.forEach((cluster, all) -> paces.put(cluster, new Pace(all)));
        return sink.paced(paces);
    }
}
