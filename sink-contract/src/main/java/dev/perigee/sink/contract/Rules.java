package dev.perigee.sink.contract;

/** Makes rules out of probes. */
final class Rules {

    private Rules() {}

    static Rule cheap(String id, String text, Trial.Probe probe) {
        return rule(id, text, Cost.CHEAP, probe);
    }

    static Rule big(String id, String text, Trial.Probe probe) {
        return rule(id, text, Cost.BIG, probe);
    }

    private static Rule rule(String id, String text, Cost cost, Trial.Probe probe) {
        return new Rule(id, text, cost, place -> Trial.of(place, id, probe));
    }
}
