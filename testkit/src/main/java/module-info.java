/** What a sink's author tests with: the contract as a JUnit 5 class, and fakes made by hand. */
module dev.perigee.testkit {
    requires static org.jspecify;
    requires transitive dev.perigee.api;
    requires transitive dev.perigee.sink.contract;
    requires transitive org.junit.jupiter.api;

    exports dev.perigee.testkit;
}
