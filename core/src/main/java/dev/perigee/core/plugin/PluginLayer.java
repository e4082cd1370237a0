package dev.perigee.core.plugin;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Defines the modular sink jars of a plugin as named modules, in a layer of their own above the JDK and the API. */
final class PluginLayer {

    private PluginLayer() {}

    /** Defines the modules; jars without a descriptor stay in the loader's unnamed module and need nothing. */
    static void define(List<PluginJar> sinkJars, PluginClassLoader loader) throws PluginFault {
        Map<String, ModuleReference> references = new LinkedHashMap<>();
        for (PluginJar jar : sinkJars) {
            if (jar.descriptor().isPresent()) {
                ModuleDescriptor descriptor = ModuleRewrite.of(jar.descriptor().get(), jar);
                references.put(descriptor.name(), new Reference(descriptor, jar));
            }
        }
        if (!references.isEmpty()) {
            define(references, loader);
        }
    }

    private static void define(Map<String, ModuleReference> references, PluginClassLoader loader) {
        ModuleLayer parent = Visible.layer();
        Configuration configuration =
                parent.configuration().resolve(new Finder(references), ModuleFinder.of(), references.keySet());
        ModuleLayer.Controller controller = ModuleLayer.defineModules(configuration, List.of(parent), name -> loader);
        controller.layer().modules().forEach(module -> open(module, controller, loader.getUnnamedModule()));
    }

    /** Lets the module see its libraries and the API, and lets libraries and us reflect on it. */
    private static void open(Module module, ModuleLayer.Controller controller, Module libraries) {
        controller.addReads(module, libraries);
        controller.addReads(module, Visible.api());
        for (String name : module.getPackages()) {
            controller.addOpens(module, name, libraries);
            controller.addOpens(module, name, PluginLayer.class.getModule());
        }
    }

    private static final class Finder implements ModuleFinder {

        private final Map<String, ModuleReference> references;

        Finder(Map<String, ModuleReference> references) {
            this.references = references;
        }

        @Override
        public Optional<ModuleReference> find(String name) {
            return Optional.ofNullable(references.get(name));
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.copyOf(new ArrayList<>(references.values()));
        }
    }

    private static final class Reference extends ModuleReference {

        private final PluginJar jar;

        Reference(ModuleDescriptor descriptor, PluginJar jar) {
            super(descriptor, jar.path().toUri());
            this.jar = jar;
        }

        @Override
        public ModuleReader open() throws IOException {
            throw new IOException("read " + jar.path() + " through its class loader");
        }
    }
}
