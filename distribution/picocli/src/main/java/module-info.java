/** picocli, from its own sources. Under its own name, as published, so that it could take this module's place again. */
module info.picocli {
    exports picocli;
}
